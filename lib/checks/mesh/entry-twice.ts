import { exampleEntry } from '../example-estate';
import type { EstateRule } from '../rule';

const ENTRY = exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http' });

/** Two resources write one entry. */
export const entryTwice: EstateRule = {
  code: 'MESH-ENTRY-TWICE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul keeps what was written last: each apply undoes the other, and what one of them forbids is open between the two.',
  source: 'hashicorp/terraform-provider-consul#316',
  check({ entries }, say) {
    const first = new Map<string, string>();
    for (const { kind, name, path } of entries) {
      const key = `${kind} ${name}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, path);
      else
        say(path, undefined, {
          message: `${other} writes this entry, too`,
          value: `${kind}/${name}`,
          limit: 'one writer for each entry',
          fix: 'write it in one place',
        });
    }
  },
  trips: { entries: [ENTRY, { ...ENTRY, path: 'settlement/service-defaults_sec-ledger' }] },
  passes: { entries: [ENTRY, exampleEntry('service-defaults', 'sec-orders', { Protocol: 'http' })] },
};
