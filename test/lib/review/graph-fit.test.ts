import { review } from '../../../lib/review';
import { firm } from '../../support/firm';
import { filesOf } from '../../support/program';
import { MONDAY_TEN, releaseFrom } from '../../support/releases';

interface Graph {
  readonly members: { readonly service: string }[];
}

describe('a mesh graph that does not fit the jobs', () => {
  test('needs two, because domains decide who approves', () => {
    const files = filesOf(firm());
    const graph = (domain: string) => JSON.parse(files[`mesh/${domain}.json`] ?? '') as Graph;
    const [settlement, trading] = [graph('settlement'), graph('trading')];
    const ledger = settlement.members.filter(({ service }) => service === 'sec-ledger');
    expect(ledger).toHaveLength(1);
    // The ledger is said to be of trading, so that calls of orders would cross no domain.
    const edited = {
      ...files,
      'mesh/settlement.json': JSON.stringify({ ...settlement, members: settlement.members.filter((one) => !ledger.includes(one)) }),
      'mesh/trading.json': JSON.stringify({ ...trading, members: [...trading.members, ...ledger] }),
    };
    const { verdict, dangers } = review(releaseFrom(files), releaseFrom(edited), { at: MONDAY_TEN });
    expect(dangers.filter(({ rule }) => rule === 'graph-unfit').map(({ text }) => text)).toEqual([
      'the graph of trading has sec-ledger, and its stack has no such job',
    ]);
    expect(verdict.decision).toBe('NEEDS TWO');
  });

  test('is none of those that a synth writes', () => {
    const release = releaseFrom(filesOf(firm({ posting: true, route: '/orders' })));
    expect(review(releaseFrom(filesOf(firm())), release, { at: MONDAY_TEN }).dangers.map(({ rule }) => rule)).not.toContain('graph-unfit');
  });
});
