import type { EstateKeyWriter } from '../estate';
import type { EstateRule } from '../rule';

const PREFIX: EstateKeyWriter = { path: 'trading/flags', key: 'trading/orders/', prefix: true };

/** Two resources that both think a key is theirs. */
export const keyOverlap: EstateRule = {
  code: 'CONSUL-KEY-OVERLAP',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'A prefix owns all that begins so: each apply deletes the keys of the other, and a destroy takes those of operators, too.',
  source: 'terraform-provider-consul docs r/key_prefix',
  check({ keyWriters = [] }, say) {
    const sorted = [...keyWriters].sort((a, b) =>
      a.key < b.key ? -1 : a.key > b.key ? 1 : Number(b.prefix ?? false) - Number(a.prefix ?? false),
    );
    // Of prefixes that hold one another, the sorted order has the holding one first.
    let holder: EstateKeyWriter | undefined;
    let before: EstateKeyWriter | undefined;
    for (const writer of sorted) {
      const owner = holder !== undefined && writer.key.startsWith(holder.key) ? holder : before?.key === writer.key ? before : undefined;
      if (owner !== undefined)
        say(writer.path, undefined, {
          message:
            owner.prefix === true ? `${owner.path} owns every key that begins with ${owner.key}` : `${owner.path} writes this key, too`,
          value: writer.prefix === true ? `${writer.key}*` : writer.key,
          fix: 'write the key in one place, and let no prefix stand over another',
        });
      if (writer.prefix === true && (holder === undefined || !writer.key.startsWith(holder.key))) holder = writer;
      before = writer;
    }
  },
  trips: { keyWriters: [PREFIX, { path: 'trading/limits', key: 'trading/orders/limits' }] },
  passes: { keyWriters: [PREFIX, { path: 'trading/limits', key: 'trading/orders-limits' }] },
};
