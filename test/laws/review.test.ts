import fc from 'fast-check';
import { ANYBODY, IntentionEvaluator, type Verdict } from '../../lib/consul';
import { review, type CallChange, type Release, type Review } from '../../lib/review';
import { anyEntries, anyRequest, namedEntries, type Entries } from '../support/random-intentions';
import { declare, randomPrograms, type RandomProgram } from '../support/random-program';
import { MONDAY_TEN, releaseOf, releaseWith } from '../support/releases';

/** Programs without a file that is empty: a template needs a text. */
const programs = randomPrograms().filter(({ members }) => members.every(({ files }) => Object.values(files).every((text) => text !== '')));
const written = (program: RandomProgram): Release => releaseOf((app) => declare(app, program));
const compared = (base: Release, head: Release): Review => review(base, head, { at: MONDAY_TEN });

describe('the review of two programs', () => {
  test('that are the same is empty, and needs nobody', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const { verdict, dangers, fields, graph, unknowns } = compared(written(program), written(program));

        expect(verdict).toMatchObject({ decision: 'AUTO', rule: 'nothing-changed' });
        expect([dangers, fields.resources, graph.nodes, unknowns]).toEqual([[], [], [], []]);
      }),
      { numRuns: 8 },
    );
  });

  test('is, the other way round, the review of what is taken back', () => {
    fc.assert(
      fc.property(programs, programs, (one, other) => {
        const [a, b] = [written(one), written(other)];
        const [there, back] = [compared(a, b), compared(b, a)];
        const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const calls = (rows: readonly CallChange[], turn: boolean) =>
          rows.map(({ from, to, change, opened, closed }) => [
            from,
            to,
            turn ? turned[change] : change,
            ...(turn ? [closed, opened] : [opened, closed]),
          ]);

        expect(calls(back.calls.rows, true)).toEqual(calls(there.calls.rows, false));
        expect(back.secrets.rows.map(({ job, path, change }) => [job, path, turned[change]])).toEqual(
          there.secrets.rows.map(({ job, path, change }) => [job, path, change]),
        );
        expect(back.fields.resources.map(({ stack, address, change }) => [stack, address, turned[change]])).toEqual(
          there.fields.resources.map(({ stack, address, change }) => [stack, address, change]),
        );
        expect(there.outputs.head.instances).toBe(back.outputs.base.instances);
      }),
      { numRuns: 8 },
    );
  });

  test('adds up', () => {
    fc.assert(
      fc.property(programs, programs, (one, other) => {
        const { numbers, calls, secrets, restarts, deletions, why, whyMore, dangers, outputs, fields } = compared(
          written(one),
          written(other),
        );
        const of = (rows: readonly { readonly change: string }[], change: string): number =>
          rows.filter((row) => row.change === change).length;

        expect(numbers.calls).toEqual({
          added: of(calls.rows, 'added'),
          removed: of(calls.rows, 'removed'),
          changed: of(calls.rows, 'changed'),
        });
        expect(numbers.secrets.added).toBe(of(secrets.rows, 'added'));
        expect(numbers.restarts.replaced).toBe(restarts.rows.reduce((sum, { replaced }) => sum + replaced, 0));
        expect(numbers.deletions).toBe(deletions.rows.filter(({ change }) => change !== 'moved').length);
        expect(why.length + whyMore).toBe(dangers.length);
        expect(outputs.stacks.reduce((sum, { added, removed, changed }) => sum + added + removed + changed, 0)).toBe(
          fields.resources.length,
        );
      }),
      { numRuns: 8 },
    );
  });
});

describe('calls that are opened and closed', () => {
  const destinations = ['orders', 'ledger', 'quotes'];
  const sources = ['orders', 'quotes', 'web', ANYBODY];
  const entries = anyEntries({
    destinations: destinations.map((name) => ({ name, http: true })),
    sources,
    everywhere: sources,
  });
  const release = (of: Entries): Release =>
    releaseWith({
      access: {
        consul_config_entry: Object.fromEntries([
          ...Object.entries(of).map(([name, Sources]) => [
            `i-${name}`,
            { kind: 'service-intentions', name, config_json: JSON.stringify({ Sources }) },
          ]),
          // Permissions are a denial where the protocol has no requests.
          ['proxy-defaults', { kind: 'proxy-defaults', name: 'global', config_json: '{"Config":{"protocol":"http"}}' }],
        ]),
      },
    });

  interface Pair {
    readonly from: string;
    readonly to: string;
  }

  /** The row that speaks of a pair: its own, or that of everybody, or of every service, that is not named. */
  function rowOf(rows: readonly CallChange[], sides: readonly Entries[], { from, to }: Pair): CallChange | undefined {
    const names = (of: string): string[] => sides.flatMap((side) => (side[of] ?? []).map(({ Name = '' }) => Name));
    const caller = [...names(to), ...names(ANYBODY)].includes(from) ? from : ANYBODY;
    const callee = sides.some((side) => side[to] !== undefined) ? to : ANYBODY;
    return rows.find((row) => row.from === caller && row.to === callee);
  }

  /** What a row would have to say of a request that is decided otherwise now. */
  function contradiction(row: CallChange | undefined, was: Verdict, is: Verdict): string | undefined {
    if (was === is) return undefined;
    if (row === undefined) return `${was} became ${is}, and no row says so`;
    if (was === 'deny' && row.effect !== 'broadened') return `${was} became ${is}, and the row says ${row.effect}`;
    return is === 'deny' && row.closed.length === 0 ? `${was} became ${is}, and the row closes nothing` : undefined;
  }

  test('are those that the evaluator says, of every pair and request', () => {
    fc.assert(
      fc.property(entries, entries, fc.array(anyRequest, { minLength: 5, maxLength: 15 }), (before, after, requests) => {
        const { rows } = compared(release(before), release(after)).calls;
        const [old, now] = [before, after].map((of) => new IntentionEvaluator(namedEntries(of), { protocolOf: () => 'http' }));
        const pairs = destinations.flatMap((to) => ['orders', 'quotes', 'web', 'stranger'].map((from): Pair => ({ from, to })));
        const wrong = pairs.flatMap((pair) =>
          requests.flatMap((request) => {
            const [was, is] = [old!, now!].map((side) => side.permits(pair.from, pair.to, request)) as [Verdict, Verdict];
            return contradiction(rowOf(rows, [before, after], pair), was, is) ?? [];
          }),
        );

        expect(wrong).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
