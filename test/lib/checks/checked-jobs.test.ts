import fc from 'fast-check';
import { CheckedJobs, jobDigest, keyOfJob } from '../../../lib/checks';
import type { JsonObject } from '../../../lib/model';
import { canonicalJob } from '../../../lib/nomad';
import { readerJob, meshJob } from '../../support/estate-findings';
import { Dice } from '../../support/dice';
import { richJob } from '../../support/rich-jobs';

const RULES = 'rules of today';

/** What a run keeps that looked at these jobs and found nothing in them. */
function kept(jobs: Readonly<Record<string, ReturnType<typeof meshJob>>>, under = RULES): string {
  const checked = new CheckedJobs(under);
  for (const [key, job] of Object.entries(jobs)) checked.add(key, job);
  return checked.changedText!;
}

const orders = meshJob('sec-orders', ['sec-ledger']);
const ledger = readerJob('sec-ledger', 'sec-ledger', ['{{ with secret "kv/data/trading/ledger" }}{{ .Data.data.key }}{{ end }}']);

describe('jobs in which nothing was found', () => {
  it('are known to the next run as what the rules about the estate need of them', () => {
    const next = new CheckedJobs(RULES, kept({ a: orders, b: ledger }));

    expect(next.find('trading/orders', 'a')?.()).toEqual({ ...orders, path: 'trading/orders' });
    expect(next.find('trading/ledger', 'b')?.()).toEqual({ ...ledger, path: 'trading/ledger' });
    expect(next.find('trading/other', 'c')).toBeUndefined();
  });

  it('are known with all that a digest can hold', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const digest = jobDigest('trading/orders', canonicalJob(richJob('orders', new Dice(seed)) as JsonObject));

        expect(new CheckedJobs(RULES, kept({ a: digest })).find('trading/orders', 'a')?.()).toEqual(digest);
      }),
      { numRuns: 300 },
    );
  });

  it('are forgotten under other rules or facts, and where somebody changed what was kept', () => {
    const text = kept({ a: orders });

    expect(new CheckedJobs('rules of tomorrow', text).find('trading/orders', 'a')).toBeUndefined();
    for (const other of [text.replace('sec-ledger', 'sec-shadow'), text.slice(0, -1), text.slice(1), '{}', '', '\n'])
      expect(new CheckedJobs(RULES, other).find('trading/orders', 'a')).toBeUndefined();
  });

  it('are kept for the run after the next only where this one has them still', () => {
    const next = new CheckedJobs(RULES, kept({ a: orders, b: ledger }));
    next.find('trading/orders', 'a');

    expect(new CheckedJobs(RULES, next.changedText).find('trading/ledger', 'b')).toBeUndefined();
    expect(new CheckedJobs(RULES, next.changedText).find('trading/orders', 'a')?.()).toEqual({ ...orders, path: 'trading/orders' });
  });

  it('are not written again where nothing changed, and as the same bytes in any order', () => {
    const same = new CheckedJobs(RULES, kept({ a: orders, b: ledger }));
    same.find('trading/ledger', 'b');
    same.find('trading/orders', 'a');

    expect(same.changedText).toBeUndefined();
    expect(kept({ b: ledger, a: orders })).toBe(kept({ a: orders, b: ledger }));
  });

  it('are told apart by every character', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(keyOfJob(one) === keyOfJob(other)).toBe(one === other);
      }),
    );
  });
});
