import fc from 'fast-check';
import { approvalCode, gate, gateText, type Approval, type Gate, type Policy } from '../../../lib/policy';
import { DECISIONS, review, type Release, type Review, type ReviewOptions } from '../../../lib/review';
import { outputOf, type DomainOutput } from '../../support/outputs';
import { MONDAY_TEN, releaseFrom } from '../../support/releases';

const policy: Policy = {
  version: 1,
  decisions: {},
  teams: {
    'trading-team': ['hanako', 'taro'],
    'risk-team': ['ichiro', 'taro'],
    'fax-team': ['jiro'],
    security: ['sakura'],
    incident: ['kenji', 'yuki'],
  },
  approvals: [{ when: { dangers: ['call-across-domains'] }, teams: ['security'], count: 1, reason: 'trust is broadened' }],
  breakGlass: { teams: ['incident'], needs: 2 },
};
const AFTER = new Date('2026-11-30T07:00:00Z'); // four in the afternoon in Tokyo
const BASE = { trading: {}, risk: {} };
const CODE = 'c0de'.repeat(16);

interface Asked {
  readonly base?: Readonly<Record<string, DomainOutput>>;
  readonly rules?: Policy;
  readonly at?: Date;
  readonly authors?: readonly string[];
  readonly review?: Partial<ReviewOptions>;
  readonly change?: (review: Review) => Review;
}

type Domains = Readonly<Record<string, DomainOutput>>;
const known = new Map<string, { readonly again: Review; readonly after: Release }>();

/** A review is the same for everybody who asks. */
function made(base: Domains, head: Domains, options: ReviewOptions): { readonly again: Review; readonly after: Release } {
  const key = JSON.stringify([base, head, options]);
  let found = known.get(key);
  if (found === undefined) {
    const after = releaseFrom(outputOf(head), 'head');
    found = { again: review(releaseFrom(outputOf(base), 'base'), after, options), after };
    known.set(key, found);
  }
  return found;
}

function ask(head: Readonly<Record<string, DomainOutput>>, people: readonly (string | Approval)[], asked: Asked = {}): Gate {
  const { base = BASE, rules = policy, at = AFTER, authors = ['alice'], change = (one) => one } = asked;
  const { again, after } = made(base, head, { at: MONDAY_TEN, decisions: rules.decisions, ...asked.review });
  const approvals = people.map((one) => (typeof one === 'string' ? { by: one, approves: CODE.slice(0, 12) } : one));
  return gate(change(again), rules, approvals, { at, authors, code: CODE, again, facts: after.facts });
}

const restarts = { trading: { image: '2', canary: true }, risk: {} };
const canaries = { base: { trading: { canary: true }, risk: {} } };
const opens = { trading: {}, risk: { callers: ['sec-trading'] } };

describe('a gate', () => {
  test('is open where nothing differs', () => {
    expect(ask(BASE, [])).toMatchObject({ open: true, decision: 'AUTO', missing: [], refused: [] });
  });

  test('asks one of the owners, and no more, where one is enough', () => {
    expect(ask(restarts, [], canaries)).toMatchObject({
      open: false,
      decision: 'NEEDS ONE',
      missing: [
        '1 more of anybody who did not write it: restart: instances are replaced',
        '1 more of trading-team: trading-team owns what differs',
      ],
    });
    expect(ask(restarts, ['hanako'], canaries)).toMatchObject({ open: true, missing: [] });
  });

  test('asks two people, every owner, and whom the policy names', () => {
    expect(ask(opens, ['ichiro']).missing).toEqual([
      '1 more of anybody who did not write it: call-across-domains: a service of one domain may ask more of a service of another',
      '1 more of security: trust is broadened',
    ]);
    expect(ask(opens, ['ichiro', 'sakura']).open).toBe(true);
  });

  test('counts one person once, in large letters or small', () => {
    expect(ask(opens, ['ichiro', 'Ichiro', 'ICHIRO ']).answers[0]).toMatchObject({ count: 2, have: ['ichiro'] });
  });

  test('counts nobody who wrote the change', () => {
    expect(ask(restarts, ['hanako'], { ...canaries, authors: ['alice', 'Hanako'] })).toMatchObject({
      open: false,
      ignored: ['hanako wrote the change'],
    });
  });

  test('stays closed where nobody knows who wrote the change', () => {
    expect(ask(restarts, ['hanako'], { ...canaries, authors: [] })).toMatchObject({
      open: false,
      refused: ['it is not known who wrote the change, so nobody else can be told from them'],
    });
  });

  test('counts nobody whom the policy does not know', () => {
    expect(ask(restarts, ['mallory'], canaries)).toMatchObject({ open: false, ignored: ['mallory is in no team of the policy'] });
  });

  test('counts no approval of another review, nor of too few letters', () => {
    const approvals = [
      { by: 'hanako', approves: 'beef'.repeat(3) },
      { by: 'taro', approves: CODE.slice(0, 11) },
    ];
    expect(ask(restarts, approvals, canaries)).toMatchObject({
      open: false,
      ignored: ['hanako approved beefbeefbeef, which is another review', 'taro approved c0dec0dec0d, which is another review'],
    });
  });

  test('says that the policy names nobody for an owner', () => {
    const { 'trading-team': _, ...teams } = policy.teams;
    expect(ask(restarts, ['taro'], { ...canaries, rules: { ...policy, teams } }).missing).toEqual([
      'trading-team: the policy names nobody; write its people below teams (trading-team owns what differs)',
    ]);
  });

  test('is closed for an output that is not the one that was reviewed', () => {
    const other = (one: Review): Review => ({ ...one, outputs: { ...one.outputs, head: { ...one.outputs.head, hash: 'f'.repeat(64) } } });
    const { open, refused } = ask(BASE, [], { change: other });
    expect([open, refused]).toEqual([
      false,
      [expect.stringMatching(/^the output is not the one that was reviewed: it is [0-9a-f]{12}, and f{12} was reviewed; review it again$/)],
    ]);
  });

  test('is closed for a base that is not applied any more', () => {
    const other = (one: Review): Review => ({ ...one, outputs: { ...one.outputs, base: { ...one.outputs.base, hash: 'f'.repeat(64) } } });
    expect(ask(BASE, [], { change: other }).refused).toEqual([expect.stringMatching(/^what is applied is not what the review began with/)]);
  });

  test('believes no review that was written by hand', () => {
    const forged = (one: Review): Review => ({
      ...one,
      dangers: [],
      why: [],
      verdict: { ...one.verdict, decision: 'AUTO', approvers: [] },
    });
    expect(ask(opens, ['ichiro', 'sakura'], { change: forged })).toMatchObject({
      open: false,
      decision: 'NEEDS TWO',
      refused: ['the review does not say what these outputs and this policy give; review it again'],
    });
  });

  test('asks for approvals that the policy wants even where the house wants none', () => {
    const rules = { ...policy, decisions: { restart: 'AUTO', 'finding-warning': 'AUTO' }, approvals: [] } as const;
    expect(ask(restarts, [], { ...canaries, rules }).open).toBe(true);
    const strict = { ...rules, approvals: [{ when: { domains: ['trading'] }, teams: ['risk-team'], count: 1 }] };
    expect(ask(restarts, [], { ...canaries, rules: strict }).missing).toEqual(['1 more of risk-team: the policy says so of trading']);
    expect(
      ask(restarts, [], { ...canaries, rules: { ...strict, approvals: [{ ...strict.approvals[0]!, when: { domains: ['risk'] } }] } }).open,
    ).toBe(true);
  });
});

describe('what interrupts', () => {
  const replaced = { trading: { image: '2' }, risk: {} };
  const people = ['hanako', 'taro'];

  test('waits while the exchange trades, and says until when', () => {
    expect(ask(replaced, people, { at: MONDAY_TEN })).toMatchObject({
      open: false,
      missing: [],
      refused: [],
      waitsFor: '2026-11-30T15:30:00+09:00',
    });
    expect(ask(replaced, people).open).toBe(true);
  });

  test('waits, too, where it would not be done before the exchange opens', () => {
    expect(ask(replaced, people, { at: new Date('2026-11-29T23:45:00Z') }).waitsFor).toBe('2026-11-30T15:30:00+09:00'); // 08:45
    expect(ask(replaced, people, { at: new Date('2026-11-29T23:30:00Z') }).open).toBe(true); // 08:30
  });

  test('is refused where nobody knows when the exchange trades', () => {
    const [before, after] = [releaseFrom(outputOf(BASE)), releaseFrom(outputOf(replaced))];
    const again = review(before, after, { at: MONDAY_TEN });
    const { open, refused } = gate(again, policy, [], { at: AFTER, authors: ['alice'], code: CODE, again, facts: undefined });
    expect([open, refused]).toEqual([false, ['it has to wait for the exchange to close, and the output does not say when that is']]);
  });

  test('does not wait in an emergency, which says why and asks those who may', () => {
    const breakGlass = 'orders are lost at this minute';
    const asked = { at: MONDAY_TEN, review: { breakGlass } };
    expect(ask(replaced, people, asked)).toMatchObject({
      open: false,
      missing: [`2 more of incident: the glass is broken: ${breakGlass}`],
      breakGlass,
    });
    expect(ask(replaced, ['kenji', 'yuki'], asked).open).toBe(true);
    expect(ask(replaced, ['kenji'], asked).open).toBe(false);
  });
});

describe('what is blocked', () => {
  const blocked = { trading: {}, risk: {} };
  const base = { trading: {}, risk: {} };
  const rules = (own: Partial<Policy> = {}): Policy => ({
    ...policy,
    decisions: { 'call-opened': 'BLOCK', 'call-across-domains': 'BLOCK' },
    ...own,
  });

  test('is not open for any number of people', () => {
    const everybody = Object.values(policy.teams).flat();
    expect(ask(opens, everybody, { rules: rules() })).toMatchObject({
      open: false,
      decision: 'BLOCK',
      refused: ['call-across-domains blocks it: a service of one domain may ask more of a service of another'],
    });
    expect(ask(blocked, [], { base, rules: rules() }).open).toBe(true);
  });

  test('is open in an emergency for those who may, beside whom the policy names', () => {
    const asked = { rules: rules(), review: { breakGlass: 'clearing is unreachable otherwise' } };
    expect(ask(opens, ['kenji', 'yuki'], asked).missing).toEqual(['1 more of security: trust is broadened']);
    expect(ask(opens, ['kenji', 'yuki', 'sakura'], asked).open).toBe(true);
  });

  test('is closed in an emergency where the policy lets nobody', () => {
    const { breakGlass: _, ...none } = rules();
    expect(ask(opens, ['kenji', 'yuki', 'sakura'], { rules: none, review: { breakGlass: 'clearing is unreachable' } })).toMatchObject({
      open: false,
      refused: ['the policy lets nobody break the glass'],
    });
  });
});

describe('for all approvals', () => {
  const people = ['alice', 'hanako', 'taro', 'ichiro', 'jiro', 'sakura', 'kenji', 'yuki', 'mallory'];
  const approval = fc.record({ by: fc.constantFrom(...people), approves: fc.constantFrom(CODE, CODE.slice(0, 12), 'beef'.repeat(4)) });
  const approvals = fc.uniqueArray(approval, { maxLength: 12, selector: ({ by, approves }) => `${by} ${approves}` });
  const heads = fc.constantFrom<Readonly<Record<string, DomainOutput>>>(BASE, restarts, opens, { trading: { image: '2' }, risk: {} });

  test('their order says nothing', () => {
    fc.assert(
      fc.property(
        heads,
        approvals.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        (head, [one, other]) => {
          expect(ask(head, other)).toEqual(ask(head, one));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('one more never closes a gate', () => {
    fc.assert(
      fc.property(heads, approvals, approval, (head, list, more) => !ask(head, list).open || ask(head, [...list, more]).open),
      { numRuns: 100 },
    );
  });

  test('no decisions of a policy open what the house blocks', () => {
    const decisions = fc.dictionary(
      fc.constantFrom('mesh-open', 'update-refused', 'restart', 'call-for-everybody'),
      fc.constantFrom(...DECISIONS),
    );
    fc.assert(
      fc.property(decisions, approvals, (weaker, list) => {
        const rules = { ...policy, decisions: weaker };
        const [before, after] = [releaseFrom(outputOf(BASE)), releaseFrom(meshOpen(outputOf(BASE)))];
        const again = review(before, after, { at: MONDAY_TEN, decisions: rules.decisions });
        const found = gate(again, rules, list, { at: AFTER, authors: ['alice'], code: CODE, again, facts: after.facts });
        return found.decision === 'BLOCK' && !found.open;
      }),
      { numRuns: 50 },
    );
  });
});

/** Everybody may call everybody. */
function meshOpen(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const path = 'stacks/platform/cdk.tf.json';
  const Sources = [{ Name: '*', Type: 'consul', Action: 'allow', Precedence: 5 }];
  const entry = { kind: 'service-intentions', name: '*', config_json: JSON.stringify({ Sources }) };
  const stack = JSON.parse(files[path]!);
  return { ...files, [path]: JSON.stringify({ resource: { ...stack.resource, consul_config_entry: { open: entry } } }) };
}

describe('the code of an approval', () => {
  const one = { review: '{}', base: 'a'.repeat(64), head: 'b'.repeat(64), plans: new Map([['trading.tfplan', 'c'.repeat(64)]]) };

  test('is another one for another byte of anything that is approved', () => {
    const codes = [
      one,
      { ...one, review: '{} ' },
      { ...one, base: 'b'.repeat(64), head: 'a'.repeat(64) },
      { ...one, plans: new Map() },
      { ...one, plans: new Map([['risk.tfplan', 'c'.repeat(64)]]) },
    ].map(approvalCode);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^[0-9a-f]{64}$/.test(code))).toBe(true);
  });

  test('is shown with everything that is missing', () => {
    expect(gateText(ask(opens, ['ichiro', { by: 'taro', approves: 'beef'.repeat(3) }]))).toBe(`gate: closed
  decision    NEEDS TWO
  to approve  approve c0dec0dec0de
  missing     1 more of anybody who did not write it: call-across-domains: a service of one domain may ask more of a service of another
  missing     1 more of security: trust is broadened
  approved    risk-team: ichiro
  no effect   taro approved beefbeefbeef, which is another review
`);
  });
});
