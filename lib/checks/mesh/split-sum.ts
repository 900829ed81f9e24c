import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { numberIn, objectsIn } from '../json-members';
import type { EstateRule } from '../rule';

const split = (...weights: readonly number[]) =>
  exampleEntry('service-splitter', 'sec-ledger', {
    Splits: weights.map((Weight, index) => ({ Weight, ServiceSubset: `v${String(index + 1)}` })),
  });
const SUBSETS = exampleEntry('service-resolver', 'sec-ledger', { Subsets: { v1: {}, v2: {} } });

/** Shares that are not the whole. */
export const splitSum: EstateRule = {
  code: 'MESH-SPLIT-SUM',
  on: 'estate',
  severity: 'error',
  protects: 'Consul refuses the splitter at apply, after what stands before it was written.',
  source: 'agent/structs/config_entry_discoverychain.go, ServiceSplitterConfigEntry.Validate',
  check(estate, say) {
    for (const { path, entry } of indexOf(estate).entries('service-splitter').values()) {
      // Consul counts in hundredths of a percent.
      const sum = objectsIn(entry, 'Splits').reduce((total, each) => total + Math.round(numberIn(each, 'Weight') * 100), 0);
      if (sum === 10_000) continue;
      say(path, 'Splits', {
        message: 'the weights of the splits are not 100 together',
        value: String(sum / 100),
        limit: '100, in steps of 0.01',
        fix: 'change the weights so that their sum is 100',
      });
    }
  },
  trips: { entries: [split(90, 5), SUBSETS] },
  passes: { entries: [split(90, 10), SUBSETS] },
};
