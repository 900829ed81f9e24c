import type { DomainGraph } from '../../mesh';
import { readAt } from '../digest-address';
import { indexOf } from '../estate-index';
import { exampleDomain, exampleReader } from '../example-estate';
import type { EstateRule } from '../rule';
import { keyOf } from './key-ungranted';

const DOMAINS: readonly DomainGraph[] = [exampleDomain('sec-orders')];
const job = (key: string) => [exampleReader('sec-orders', undefined, [['key', key]])];

/** A key that nobody answers for. */
export const keyUnowned: EstateRule = {
  code: 'CONSUL-KEY-UNOWNED',
  on: 'estate',
  severity: 'note',
  protects: 'A task waits for ever for a key that nobody wrote, and a key outside of its domain may go without a word to its readers.',
  source: 'consul-template: key waits until it is there; ConsulKey.own and ConsulKey.shared are the keys of a domain',
  check(estate, say) {
    const index = indexOf(estate);
    const written = new Set(estate.keyWriters?.filter(({ prefix }) => prefix !== true).map(({ key }) => key));
    const prefixes = new Set(estate.keyWriters?.filter(({ prefix }) => prefix === true).map(({ key }) => key));
    for (const { path, id, tasks } of estate.jobs) {
      for (const task of tasks ?? []) {
        for (const read of task.reads) {
          if (read.kind !== 'key' || read.path === undefined) continue;
          // The domain of a job is the first word of its member's path: its keys belong to its operators.
          const domain = index.member(id)?.path.split('/')[0];
          if (domain === undefined) continue;
          const key = keyOf(read.path);
          if (key.startsWith(`${domain}/`) || written.has(key) || beginnings(key).some((beginning) => prefixes.has(beginning))) continue;
          say(path, readAt(task, read), {
            message: `no resource writes this key, and it is none of the domain ${domain}`,
            value: key,
            limit: `${domain}/…`,
            fix: 'read a key of the domain, or write this one with ConsulKeys',
          });
        }
      }
    }
  },
  trips: { jobs: job('settlement/shared/cut-offs'), domains: DOMAINS },
  passes: { jobs: job('trading/orders/limits'), domains: DOMAINS },
};

/** What a prefix over this key can be, as far as prefixes end with a segment. */
function beginnings(key: string): string[] {
  const found: string[] = [];
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
    found.push(key.slice(0, slash + 1), key.slice(0, slash));
  return found;
}
