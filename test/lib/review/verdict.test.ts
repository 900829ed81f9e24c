import { readRelease, review } from '../../../lib/review';
import { MONDAY_TEN, releaseFrom, releaseWith, reviewOfResources } from '../../support/releases';

const job = (own: Readonly<Record<string, unknown>> = {}) => ({
  nomad_job: {
    orders: {
      jobspec: JSON.stringify({
        ID: 'orders',
        Type: 'service',
        TaskGroups: [{ Name: 'orders', Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: 'registry.internal/app:1' } }] }],
        ...own,
      }),
    },
  },
});
const intentions = (Sources: readonly unknown[], name = 'ledger') => ({
  consul_config_entry: { intentions: { kind: 'service-intentions', name, config_json: JSON.stringify({ Sources }) } },
});
const allow = (Name: string) => ({ Name, Type: 'consul', Action: 'allow' });

describe('a review is blocked', () => {
  test('where Nomad refuses the new job', () => {
    const { verdict, restarts } = reviewOfResources(job(), job({ Type: 'batch' }));

    expect(verdict).toMatchObject({ decision: 'BLOCK', rule: 'update-refused' });
    expect(restarts.rows).toMatchObject([{ update: 'refused', reason: 'a job of type service cannot become one of type batch' }]);
  });

  test('where everybody may call everybody', () => {
    expect(reviewOfResources({}, intentions([allow('*')], '*')).verdict).toMatchObject({ decision: 'BLOCK', rule: 'mesh-open' });
  });

  test('where the two outputs keep their state in different places', () => {
    const backend = (bucket: string) => ({ terraform: { backend: { s3: { bucket } } } });
    const outputs = ['a', 'b'].map((bucket) => releaseWith({ stack: {} }, backend(bucket)));

    expect(review(outputs[0]!, outputs[1]!, { at: MONDAY_TEN }).verdict).toMatchObject({ decision: 'BLOCK', rule: 'other-environment' });
  });

  test('but for an emergency, that says why and is on the page', () => {
    const breakGlass = 'the exchange moved its opening';

    expect(reviewOfResources(job(), job({ Type: 'batch' }), { breakGlass }).verdict).toMatchObject({
      decision: 'NEEDS TWO',
      rule: 'update-refused',
      breakGlass: { reason: breakGlass, without: 'BLOCK' },
    });
    expect(reviewOfResources(job(), job({ Type: 'batch' }), { breakGlass: 'now' }).verdict.decision).toBe('BLOCK');
  });
});

describe('a change that waits for the exchange to close', () => {
  const breakGlass = 'orders are lost at this minute';
  const next = job({
    Priority: 60,
    TaskGroups: [{ Name: 'orders', Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: 'registry.internal/app:2' } }] }],
  });
  const market = {
    'checks/platform.json': JSON.stringify({ version: 1, engines: {}, timeZone: 'Asia/Tokyo', market: { opens: 540, closes: 930 } }),
  };
  const release = (resource: object) =>
    releaseFrom({
      ...market,
      'manifest.json': JSON.stringify({ stacks: { stack: { synthesizedStackPath: 'stacks/stack/cdk.tf.json' } } }),
      'stacks/stack/cdk.tf.json': JSON.stringify({ resource }),
    });

  test('need not wait in an emergency, that says why and is on the page', () => {
    const at = (time: Date) => review(release(job()), release(next), { at: time, breakGlass }).verdict;
    expect(at(MONDAY_TEN)).toMatchObject({ decision: 'NEEDS TWO', breakGlass: { reason: breakGlass } });
    expect(at(new Date('2026-11-30T07:00:00Z'))).not.toHaveProperty('breakGlass');
  });
});

describe('nothing is passed without a person', () => {
  test.each([
    ['that no section speaks of', { local_file: { a: { content: 'a' } } }, { local_file: { a: { content: 'b' } } }, 'other-change'],
    [
      'of the platform',
      { vault_mount: { kv: { path: 'secret', type: 'kv' } } },
      { vault_mount: { kv: { path: 'secret', type: 'kv', description: 'b' } } },
      'platform-changed',
    ],
    ['that is not JSON', job(), { nomad_job: { orders: { jobspec: 'job "orders" {}' } } }, 'unread'],
  ])('%s', (_, before, after, rule) => {
    const { verdict, dangers } = reviewOfResources(before, after);

    expect(verdict.decision).not.toBe('AUTO');
    expect(dangers.map((danger) => danger.rule)).toContain(rule);
  });

  test('beside the resources', () => {
    const provider = (address: string) => releaseWith({ stack: {} }, { provider: { nomad: [{ address }] } });
    const { verdict } = review(provider('a'), provider('b'), { at: MONDAY_TEN });

    expect(verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'terraform-settings' });
  });
});

describe("a policy of one's own", () => {
  test('gives another answer to a danger', () => {
    const [before, after] = [job(), job({ Priority: 60 })];

    expect(reviewOfResources(before, after).verdict).toMatchObject({ decision: 'AUTO', rule: 'nothing-dangerous' });
    expect(reviewOfResources(before, after, { decisions: { 'in-place': 'NEEDS ONE' } }).verdict).toMatchObject({
      decision: 'NEEDS ONE',
      rule: 'in-place',
    });
  });
});

describe('what is most dangerous comes first', () => {
  test('and five lines are enough, the rest counted', () => {
    const { why, whyMore, dangers } = reviewOfResources({}, intentions(['a', 'b', 'c', 'd', 'e', 'f', '*'].map(allow)));

    expect(why).toHaveLength(5);
    const rules = dangers.map(({ rule }) => rule);
    expect(rules.indexOf('call-for-everybody')).toBeLessThan(rules.indexOf('call-opened'));
    expect(why.length + whyMore).toBe(dangers.length);
  });
});

describe('what interrupts waits', () => {
  const [before, after] = [
    job(),
    job({ TaskGroups: [{ Name: 'orders', Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: 'registry.internal/app:2' } }] }] }),
  ];

  test('for an exchange whose hours are not known only in words', () => {
    expect(reviewOfResources(before, after).timing).toMatchObject({ session: 'unknown', needsClosedSession: true });
  });
});

describe('plans of Terraform', () => {
  const planned = (changes: readonly unknown[], drift: readonly unknown[] = []) =>
    new Map([['stack', { resource_changes: changes, resource_drift: drift }]]);
  const entry = (name: string, actions: readonly string[], own: Readonly<Record<string, unknown>> = {}) => ({
    address: `nomad_job.${name}`,
    mode: 'managed',
    type: 'nomad_job',
    name,
    change: { actions, before: {}, after: {}, ...own },
  });

  test('that say the same add nothing', () => {
    const { plans, verdict } = reviewOfResources(job(), job(), { plans: planned([entry('orders', ['no-op'])]) });

    expect(plans).toEqual({ given: true, drift: [], knownAfterApply: [], beyond: [], foreign: [], missing: [] });
    expect(verdict.decision).toBe('AUTO');
  });

  test('show what was changed by hand', () => {
    const drift = [entry('orders', ['update'], { before: { jobspec: 'a' }, after: { jobspec: 'b' } })];

    expect(reviewOfResources(job(), job(), { plans: planned([], drift) }).plans.drift).toEqual([
      { stack: 'stack', address: 'nomad_job.orders', action: 'update', fields: ['jobspec'] },
    ]);
  });

  test('of another output block', () => {
    expect(reviewOfResources(job(), job(), { plans: planned([entry('stranger', ['create'])]) }).verdict).toMatchObject({
      decision: 'BLOCK',
      rule: 'plan-foreign',
    });
  });

  test('that do more than the outputs show, or hide what they do, need two', () => {
    const deletes = reviewOfResources(job(), job(), { plans: planned([entry('orders', ['delete', 'create'])]) });
    const hides = reviewOfResources(job(), job({ Priority: 60 }), {
      plans: planned([entry('orders', ['update'], { after_unknown: { jobspec: true } })]),
    });

    expect(deletes.plans.beyond).toMatchObject([{ action: 'replace' }]);
    expect(deletes.verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'plan-beyond' });
    expect(hides.verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'plan-unknown' });
  });

  test('that are missing for a stack that differs are named', () => {
    expect(reviewOfResources(job(), job({ Priority: 60 }), { plans: new Map() }).plans.missing).toEqual(['stack']);
  });
});

describe('an output that cannot be reviewed', () => {
  test('is refused with its name and the file', () => {
    expect(readRelease('out', () => undefined)).toEqual({
      finding: {
        code: 'CHANGE-RELEASE',
        message: 'there is no output of a release in out',
        value: 'manifest.json in out',
        limit: 'a folder that a synth wrote',
        fix: 'synthesize both outputs with the same version of kumiki, each into a folder of its own',
      },
    });
  });

  test('is one whose checks have another form', () => {
    const files: Readonly<Record<string, string>> = { 'manifest.json': '{"stacks":{}}', 'checks/platform.json': '{"version":99}' };

    expect(readRelease('out', (path) => files[path])).toMatchObject({
      finding: { message: 'what the output says of its checks has a form that is not known here' },
    });
  });

  test('is not one without them', () => {
    expect(releaseFrom({ 'manifest.json': '{"stacks":{}}' }).facts).toBeUndefined();
  });
});

describe('the hash of an output', () => {
  test('is that of its files, and another one for another byte', () => {
    const [one, same, other] = [job(), job(), job({ Priority: 60 })].map((resources) => releaseWith({ stack: resources }).hash);

    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
  });
});
