import { outputOf } from '../support/outputs';
import { Bench } from './bench';

const policy = {
  version: 1,
  teams: { 'trading-team': ['hanako'], 'risk-team': ['ichiro'], 'fax-team': ['jiro'], incident: ['kenji', 'yuki'] },
  breakGlass: { teams: ['incident'], needs: 2 },
};
const IN_SESSION = '2026-11-30T10:00:00+09:00';
const AFTER = '2026-11-30T16:00:00+09:00';
const WAS = outputOf({ trading: {}, risk: {}, fax: {} });
const NEXT = outputOf({ trading: { image: '2' }, risk: { callers: ['sec-trading'] } });
const EVERYBODY = ['hanako', 'ichiro', 'jiro'];

let bench: Bench;
afterEach(() => {
  bench.remove();
});

const applied = (calls: readonly string[]) => calls.filter((call) => / (?:apply|destroy) /.test(call));

test('an approved change is applied in the order of change, each stack with its own credentials, and written back', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout]).toEqual([0, expect.stringContaining('gate: open\n')]);
  expect(applied(bench.calls())).toEqual([
    'terraform -chdir=.kumiki/expanded-applied/stacks/risk-access apply -input=false -no-color work/.kumiki/plan as of-risk-access',
    'terraform -chdir=.kumiki/expanded-applied/stacks/trading apply -input=false -no-color work/.kumiki/plan as of-trading',
    'terraform -chdir=.kumiki/expanded-applied/stacks/fax destroy -input=false -no-color -auto-approve as of-fax',
    'terraform -chdir=.kumiki/expanded-applied/stacks/fax-access destroy -input=false -no-color -auto-approve as of-fax-access',
  ]);
  expect(stdout).toContain(`deploy: done
  applied      expand apply expanded risk-access
  applied      jobs apply expanded trading
  applied      settle destroy expanded fax
  applied      settle destroy expanded fax-access
`);
  expect(bench.json('work/.kumiki/state/applied/mesh/trading.json').owner).toBe('trading-team');
  expect(bench.read('work/.kumiki/state/applied/stacks/trading/cdk.tf.json')).toBe(NEXT['stacks/trading/cdk.tf.json']);
  expect(bench.has('work/.kumiki/state/applied/stacks/fax/cdk.tf.json')).toBe(false);
  expect(bench.json('work/.kumiki/state/release.json')).toMatchObject({
    environment: 'production',
    commit: 'c'.repeat(40),
    decision: 'NEEDS TWO',
    authors: ['alice'],
    approvedBy: ['hanako', 'ichiro', 'jiro'],
    at: AFTER,
  });
  expect(bench.json('work/.kumiki/state/release.json').code).toMatch(/^[0-9a-f]{64}$/);
  expect(bench.has('work/.kumiki/state/steps')).toBe(false);
});

test('a change without its approvals deploys nothing', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), 'hanako', 'ichiro');
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout]).toEqual([1, expect.stringContaining('missing     1 more of fax-team: fax-team owns what differs\n')]);
  expect(bench.calls()).toEqual([]);
  expect(bench.has('work/.kumiki/state/code')).toBe(false);
});

test('a change that is blocked deploys nothing, whoever approves; in an emergency those who may open it', () => {
  const rules = { ...policy, decisions: { 'call-across-domains': 'BLOCK' } };
  bench = new Bench(WAS, NEXT, rules, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY, 'kenji', 'yuki');
  expect(bench.read('work/.kumiki/review/gate.txt')).toContain('refused     call-across-domains blocks it');
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout.split('\n')[0], bench.calls()]).toEqual([1, 'gate: closed', []]);

  bench.approve(bench.reviewed({ KUMIKI_BREAK_GLASS: 'orders are lost at this minute' }), 'kenji', 'yuki');
  expect(bench.read('work/.kumiki/review/comment.md')).toContain('orders are lost at this minute');
  expect(bench.step('deploy').code).toBe(0);
  expect(bench.json('work/.kumiki/state/release.json').breakGlass).toBe('orders are lost at this minute');
});

test('a change that interrupts waits while the exchange trades', () => {
  bench = new Bench(WAS, NEXT, policy, IN_SESSION);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout, bench.calls()]).toEqual([75, expect.stringMatching(/^gate: waits until 2026-11-30T15:30:00\+09:00\n/), []]);
  expect(bench.step('deploy', { KUMIKI_AT: AFTER }).code).toBe(0);
});

test('an output that is another one after the approval is refused', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  bench.output('work/cdktf.out', outputOf({ trading: { image: '3' }, risk: { callers: ['sec-trading'] } }));
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout, bench.calls()]).toEqual([1, expect.stringContaining('the output is not the one that was reviewed'), []]);
});

test('what is applied by somebody else after the review is refused', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  bench.output('work/.kumiki/state/applied', outputOf({ trading: {}, risk: {}, fax: { image: '9' } }));
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout, bench.calls()]).toEqual([1, expect.stringContaining('what is applied is not what the review began with'), []]);
});

test('a file beside a stack that Terraform would read is refused', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  bench.write('work/cdktf.out/stacks/trading/more.tf', 'resource "null_resource" "more" {}');
  const { code, stderr } = bench.step('deploy');
  expect([code, stderr, bench.calls()]).toEqual([
    2,
    expect.stringContaining('kumiki: cdktf.out/stacks/trading/more.tf is not of the synth, and Terraform would read it; remove it\n'),
    [],
  ]);
});

test('an expanded output that is not the union of what is applied and what was approved is refused', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  bench.output('union', { 'stacks/trading/cdk.tf.json': outputOf({ trading: { image: 'evil' } })['stacks/trading/cdk.tf.json']! });
  const { code, stderr } = bench.step('deploy');
  expect([code, stderr, applied(bench.calls())]).toEqual([
    2,
    expect.stringContaining('the expanded output is not the union of what is applied and what was approved'),
    [],
  ]);
});

test('the first failure stops a deploy, which says what is applied and what is not, and is taken up again', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  const { code, stderr } = bench.step('deploy', { FAILS: 'stacks/fax destroy' });
  expect([code, stderr]).toEqual([
    1,
    `Error: stacks/fax destroy
deploy: stopped
  applied      expand apply expanded risk-access
  applied      jobs apply expanded trading
  failed       settle destroy expanded fax
  not applied  settle destroy expanded fax-access
Nothing is closed: what ran before can go on. Run it again, or deploy a next commit.
`,
  ]);
  expect(bench.has('work/.kumiki/state/release.json')).toBe(false);
  expect(bench.json('work/.kumiki/state/applied/manifest.json').stacks).toHaveProperty('fax');
  bench.calls();

  const again = bench.step('deploy');
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('deploy: goes on after 2 steps that are done\n')]);
  expect(applied(bench.calls()).map((call) => /stacks\/(\S+) (\S+)/.exec(call)?.slice(1))).toEqual([
    ['fax', 'destroy'],
    ['fax-access', 'destroy'],
  ]);
});

test('a next commit after a deploy that stopped applies what that one did not come to', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  expect(bench.step('deploy', { FAILS: 'stacks/trading apply' }).code).toBe(1);
  bench.calls();

  // Its trading is the one that was not applied: nothing of it differs from what is written down as applied.
  const union = JSON.parse(bench.read('work/.kumiki/state/applied/manifest.json')).stacks;
  expect(Object.keys(union)).toContain('fax');
  const mended = outputOf({ trading: { image: '2' }, risk: { callers: ['sec-trading'] }, fax: {} });
  bench.output('next', mended);
  bench.output('union', mended);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  expect(bench.step('deploy').code).toBe(0);
  expect(applied(bench.calls())).toContain(
    'terraform -chdir=.kumiki/expanded-applied/stacks/trading apply -input=false -no-color work/.kumiki/plan as of-trading',
  );
});

test('a plan that destroys something before settle is not applied', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  bench.write(
    'shown.json',
    JSON.stringify({ resource_changes: [{ address: 'nomad_job.fax', change: { actions: ['delete', 'create'] } }] }),
  );
  const { code, stderr } = bench.step('deploy');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^kumiki: the plan destroys nomad_job\.fax, and nothing is closed before settle\ndeploy: stopped\n {2}failed {7}expand/,
    ),
  ]);
  expect(applied(bench.calls())).toEqual([]);
});

test('a first release is applied once, in the order of its stacks', () => {
  bench = new Bench(undefined, outputOf({ trading: {} }), policy, AFTER);
  bench.approve(bench.reviewed(), 'hanako', 'ichiro');
  const { code } = bench.step('deploy');
  expect(code).toBe(0);
  expect(applied(bench.calls()).map((call) => /stacks\/(\S+) /.exec(call)?.[1])).toEqual(['platform', 'trading-access', 'trading']);
  expect(bench.json('work/.kumiki/state/applied/mesh/trading.json').domain).toBe('trading');
});

test('cdktf applies the approved output, and makes none of its own', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  expect(bench.step('deploy', { KUMIKI_APPLY: 'cdktf' }).code).toBe(0);
  const how = '--auto-approve --ignore-missing-stack-dependencies --no-color';
  expect(bench.calls()).toEqual([
    `npx --no-install cdktf deploy risk-access --skip-synth --app true --output .kumiki/expanded-applied ${how} as of-risk-access`,
    `npx --no-install cdktf deploy trading --skip-synth --app true --output .kumiki/expanded-applied ${how} as of-trading`,
    `npx --no-install cdktf destroy fax --skip-synth --app true --output .kumiki/expanded-applied ${how} as of-fax`,
    `npx --no-install cdktf destroy fax-access --skip-synth --app true --output .kumiki/expanded-applied ${how} as of-fax-access`,
  ]);
});

describe('saved plans', () => {
  const shown = JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: [] });

  test('are made for the review, and applied as they were reviewed', () => {
    bench = new Bench(WAS, NEXT, policy, AFTER);
    bench.write('shown.json', shown);
    bench.step('synth');
    expect(bench.step('plan').code).toBe(0);
    expect(bench.has('work/.kumiki/review/plans/trading.tfplan')).toBe(true);
    bench.write('work/.kumiki/review/plans/trading.tfplan', 'the plan that people have read\n');
    bench.approve(bench.reviewed(), ...EVERYBODY);
    bench.calls();
    expect(bench.step('deploy').code).toBe(0);
    const calls = bench.calls();
    expect(calls[calls.findIndex((call) => call.includes('stacks/trading apply')) + 1]).toBe('  the plan that people have read');
    expect(calls.filter((call) => call.startsWith('terraform') && call.includes(' plan '))).toEqual([]);
  });

  test('that are others after the approval are refused', () => {
    bench = new Bench(WAS, NEXT, policy, AFTER);
    bench.write('shown.json', shown);
    bench.step('synth');
    bench.step('plan');
    bench.approve(bench.reviewed(), ...EVERYBODY);
    bench.calls();
    bench.write('work/.kumiki/review/plans/trading.tfplan', 'another plan\n');
    const { code, stdout } = bench.step('deploy');
    expect([code, stdout, applied(bench.calls())]).toEqual([1, expect.stringContaining('which is another review'), []]);
  });
});

test('a policy that a change brings is in force after it, and not for it', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.write('work/.kumiki/state/review-policy.json', JSON.stringify(policy));
  bench.write('work/review-policy.json', JSON.stringify({ version: 1, teams: { everybody: ['mallory', 'eve'] } }));
  bench.approve(bench.reviewed(), 'mallory', 'eve');
  const { code, stdout } = bench.step('deploy');
  expect([code, stdout]).toEqual([1, expect.stringContaining('no effect   mallory is in no team of the policy')]);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  expect(bench.step('deploy').code).toBe(0);
  expect(bench.json('work/.kumiki/state/review-policy.json').teams).toEqual({ everybody: ['mallory', 'eve'] });
});

test('a policy that cannot be read is refused with the change that brings it', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.write('work/.kumiki/state/review-policy.json', JSON.stringify(policy));
  bench.write('work/review-policy.json', '{"version": 1}');
  bench.step('synth');
  const { code, stderr } = bench.step('review');
  expect([code, stderr]).toEqual([2, expect.stringContaining('kumiki: review-policy.json cannot be the policy of the next change\n')]);
});

test('nothing is deployed without the credentials of each stack', () => {
  bench = new Bench(WAS, NEXT, policy, AFTER);
  bench.approve(bench.reviewed(), ...EVERYBODY);
  const { code, stderr } = bench.step('deploy', { KUMIKI_CREDENTIALS: '' });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^kumiki: KUMIKI_CREDENTIALS is ''; name an executable/)]);
  expect(bench.calls()).toEqual([]);
});
