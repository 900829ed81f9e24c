import type { EstateKeyReader } from '../estate';
import { exampleReader } from '../example-estate';
import type { EstateRule } from '../rule';
import { keyOf, readersByJob } from './key-ungranted';

const JOB = exampleReader('sec-orders', undefined, [['key', 'trading/orders/limits']]);
const reader = (...keys: readonly string[]): EstateKeyReader => ({ path: 'trading/keys-sec-orders', jobId: 'sec-orders', keys });

/** Keys that a job may read and does not. */
export const keyUnused: EstateRule = {
  code: 'CONSUL-KEY-UNUSED',
  on: 'estate',
  severity: 'note',
  protects: "Every task with an identity for Consul has its token: what the policy grants beyond the templates is the program's to read.",
  source: 'client/allocrunner/taskrunner/consul_hook.go',
  check(estate, say) {
    if (estate.keyReaders.length === 0) return;
    const asked = new Map<string, string[]>();
    const readers = readersByJob(estate);
    for (const { id, tasks = [] } of estate.jobs) {
      if (!readers.has(id)) continue;
      const own = asked.get(id) ?? [];
      for (const { reads } of tasks)
        for (const { kind, path } of reads) if (kind === 'key' || kind === 'key-tree') own.push(path === undefined ? '' : keyOf(path));
      asked.set(id, own);
    }
    for (const { path, jobId, keys, prefixes = [] } of estate.keyReaders) {
      const own = asked.get(jobId);
      // A job that is not here, or a key that a template computes.
      if (own === undefined || own.includes('')) continue;
      const unused = [
        ...keys.filter((key) => !own.includes(key)),
        ...prefixes.filter((prefix) => !own.some((key) => key.startsWith(prefix))).map((prefix) => `${prefix}*`),
      ];
      if (unused.length === 0) continue;
      say(path, undefined, {
        message: `no template of ${jobId} reads all that its policy grants`,
        value: unused.join(', '),
        fix: 'grant exactly the keys that templates read',
      });
    }
  },
  trips: { jobs: [JOB], keyReaders: [reader('trading/orders/limits', 'trading/orders/venues')] },
  passes: { jobs: [JOB], keyReaders: [reader('trading/orders/limits')] },
};
