import { readRelease, review } from '../../../lib/review';
import { MONDAY_TEN, releaseFrom } from '../../support/releases';

const LATEST = 'registry.internal/sec/orders:latest';
const task = (own: object = {}) => ({ Name: 'orders', Driver: 'docker', Config: { image: LATEST }, ...own });
const job = (own: object) => JSON.stringify({ ID: 'orders', TaskGroups: [{ Name: 'orders', Tasks: [task(own)] }] });

const output = (jobspec: string, checks: Readonly<Record<string, object>> = {}) => ({
  'manifest.json': JSON.stringify({ stacks: { stack: { synthesizedStackPath: 'stacks/stack/cdk.tf.json' } } }),
  'stacks/stack/cdk.tf.json': JSON.stringify({ resource: { nomad_job: { orders: { jobspec } } } }),
  ...Object.fromEntries(
    Object.entries(checks).map(([file, content]) => [`checks/${file}.json`, JSON.stringify({ version: 1, ...content })]),
  ),
});

/** Lets everything stand that is found in a job. */
function reviewOf(own: object, acknowledges: boolean) {
  const before = releaseFrom(output(job({ Config: { image: 'a@sha256:' + 'a'.repeat(64) } })));
  const { findings } = review(before, releaseFrom(output(job(own))), { at: MONDAY_TEN });
  const acknowledged = findings.added.map((finding) => ({ ...finding, by: 'acknowledge', reason: 'because it is said here' }));
  return review(before, releaseFrom(output(job(own), acknowledges ? { sources: { acknowledged } } : {})), { at: MONDAY_TEN });
}

describe('a file of acknowledgements that somebody wrote', () => {
  test('lets a warning stand, and is counted', () => {
    const [with_, without] = [reviewOf({}, true).findings, reviewOf({}, false).findings];
    expect(without.added.map(({ code }) => code)).toContain('NOMAD-IMAGE-LATEST');
    expect([with_.added, with_.accepted]).toEqual([[], without.added.length]);
  });

  test('lets nothing stand that an engine refuses', () => {
    const { findings, verdict } = reviewOf({ Driver: '' }, true);
    expect(findings.added.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error NOMAD-DRIVER']);
    expect(verdict).toMatchObject({ decision: 'BLOCK', rule: 'finding-error' });
  });
});

describe('a file beside the stacks that has another form', () => {
  test.each<[string, 'platform' | 'sources', object]>([
    ['calls that are null', 'sources', { calls: [null] }],
    ['calls that are a text', 'sources', { calls: 'all' }],
    ['acknowledgements that are a text', 'sources', { acknowledged: 'all' }],
    ['an acknowledgement that is null', 'sources', { acknowledged: [null] }],
    ['an acknowledgement without a reason', 'sources', { acknowledged: [{ code: 'NOMAD-DRIVER', path: 'a', message: 'b' }] }],
    ['a line that is a number', 'sources', { constructs: { a: 7 } }],
    ['a job that is a number', 'sources', { jobs: { orders: 7 } }],
    ['engines that are a text', 'platform', { engines: 'all' }],
    ['a version that is a number', 'platform', { engines: { nomad: 7 } }],
    ['pools that are no list', 'platform', { pools: { a: 1 } }],
    ['a pool that is null', 'platform', { pools: [null] }],
    ['a time zone that is none', 'platform', { timeZone: 'Mars/Base' }],
    ['market hours that are a text', 'platform', { market: 'always' }],
  ])('is refused: %s', (_, file, content) => {
    const files: Readonly<Record<string, string>> = output(job({}), { [file]: content });
    expect(readRelease('head', (path) => files[path])).toMatchObject({
      finding: { code: 'CHANGE-RELEASE', value: `checks/${file}.json in head` },
    });
  });

  test('says nothing about what it leaves out', () => {
    const [before, after] = [output(job({ Env: {} })), output(job({}))].map((files) =>
      releaseFrom({ ...files, 'checks/platform.json': '{"version":1}', 'checks/sources.json': '{"version":1}' }),
    );
    expect(() => review(before!, after!, { at: MONDAY_TEN })).not.toThrow();
  });
});

describe('what is said of the firm, and not applied', () => {
  const domain = (owner: string, platform: object = {}) =>
    releaseFrom({
      ...output(job({}), { platform }),
      'manifest.json': JSON.stringify({
        stacks: Object.fromEntries(['trading', 'trading-access'].map((id) => [id, { synthesizedStackPath: 'stacks/stack/cdk.tf.json' }])),
      }),
      'mesh/trading.json': JSON.stringify({ version: 1, domain: 'trading', owner, namespace: 'trading', members: [] }),
    });
  const verdictOf = (before: object, after: object) => review(before as never, after as never, { at: MONDAY_TEN }).verdict;

  test('needs the team that answered for a domain where another one does now', () => {
    expect(verdictOf(domain('trading-team'), domain('other-team'))).toMatchObject({
      decision: 'NEEDS TWO',
      rule: 'owner-changed',
      approvers: ['other-team', 'trading-team'],
    });
  });

  test.each<[string, object]>([
    ['hours', { timeZone: 'Asia/Tokyo', market: { opens: 0, closes: 1 } }],
    ['time zone', { timeZone: 'UTC', market: { opens: 540, closes: 930 } }],
  ])('needs two where the exchange has another %s', (_, platform) => {
    const before = domain('trading-team', { timeZone: 'Asia/Tokyo', market: { opens: 540, closes: 930 } });
    expect(verdictOf(before, domain('trading-team', platform))).toMatchObject({ decision: 'NEEDS TWO', rule: 'platform-changed' });
    expect(verdictOf(before, before)).toMatchObject({ decision: 'AUTO' });
  });
});

describe('a plan that cannot be read', () => {
  const release = releaseFrom(output(job({})));
  const change = { address: 'nomad_job.orders', mode: 'managed', type: 'nomad_job', name: 'orders' };

  test.each<[string, unknown, string]>([
    ['changes that are a text', 'all', 'plan-foreign'],
    ['a change that is null', [null], 'plan-foreign'],
    ['actions that are a text', [{ ...change, change: { actions: 'delete' } }], 'plan-beyond'],
    ['no actions', [{ ...change, change: { actions: [] } }], 'plan-beyond'],
    ['no change', [change], 'plan-beyond'],
  ])('is no plan of nothing: %s', (_, changes, rule) => {
    const plans = new Map([['stack', { resource_changes: changes }]]);
    expect(review(release, release, { at: MONDAY_TEN, plans }).verdict.rule).toBe(rule);
  });
});
