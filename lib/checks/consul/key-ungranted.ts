import { readAt } from '../digest-address';
import type { Estate, EstateKeyReader } from '../estate';
import { exampleReader } from '../example-estate';
import type { EstateRule } from '../rule';

const JOB = exampleReader('sec-orders', undefined, [['key', 'trading/orders/limits']]);
const reader = (...keys: readonly string[]): EstateKeyReader => ({ path: 'trading/keys-sec-orders', jobId: 'sec-orders', keys });

/** A template that asks for a key which its job may not read. */
export const keyUngranted: EstateRule = {
  code: 'CONSUL-KEY-UNGRANTED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task stays pending with Template: Missing: kv.block, as if the key did not exist, until the deployment fails.',
  source: 'seen on Nomad 1.11.3 and Consul 1.22.7',
  check(estate, say) {
    if (estate.keyReaders.length === 0) return;
    const readers = readersByJob(estate);
    for (const { path, id, tasks } of estate.jobs) {
      for (const task of tasks ?? []) {
        for (const read of task.reads) {
          if ((read.kind !== 'key' && read.kind !== 'key-tree') || read.path === undefined) continue;
          const key = keyOf(read.path);
          const granted = readers.get(id) ?? [];
          if (granted.some((each) => mayRead(each, key, read.kind === 'key-tree'))) continue;
          say(path, readAt(task, read), {
            message: `the policy of ${id} does not let it read this key`,
            value: key,
            limit:
              granted.flatMap(({ keys, prefixes = [] }) => [...keys, ...prefixes.map((prefix) => `${prefix}*`)]).join(', ') || 'no key',
            fix: 'grant the key to the job, or read another one',
          });
        }
      }
    }
  },
  trips: { jobs: [JOB], keyReaders: [reader()] },
  passes: { jobs: [JOB], keyReaders: [reader('trading/orders/limits')] },
};

/** The key a template names, without the data centre it may add. */
export function keyOf(path: string): string {
  return path.replace(/^\/+/, '').replace(/@[^@/]*$/, '');
}

/** Readers of keys by the id of their job. */
export function readersByJob({ keyReaders }: Estate): ReadonlyMap<string, readonly EstateKeyReader[]> {
  const readers = new Map<string, EstateKeyReader[]>();
  for (const reader of keyReaders) {
    const known = readers.get(reader.jobId);
    if (known === undefined) readers.set(reader.jobId, [reader]);
    else known.push(reader);
  }
  return readers;
}

/** Keys below a path are read with a prefix alone. */
function mayRead({ keys, prefixes = [] }: EstateKeyReader, key: string, tree: boolean): boolean {
  return prefixes.some((prefix) => key.startsWith(prefix)) || (!tree && keys.includes(key));
}
