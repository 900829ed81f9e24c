import { reviewOfResources } from '../../support/releases';

type Arguments = Readonly<Record<string, unknown>>;

const job = (own: Arguments = {}) => ({
  nomad_job: { orders: { jobspec: JSON.stringify({ ID: 'orders', TaskGroups: [] }), json: true, ...own } },
});
const entry = (kind: string, said: Arguments) => ({ consul_config_entry: { it: { kind, name: 'it', config_json: JSON.stringify(said) } } });
const role = (own: Arguments) => ({
  vault_jwt_auth_backend_role: { orders: { role_name: 'orders', backend: 'jwt-nomad', token_policies: ['orders'], ...own } },
});
const of = (before: object, after: object) => {
  const { verdict, dangers } = reviewOfResources(before as never, after as never);
  return { decision: verdict.decision, dangers: dangers.map(({ rule, text }) => `${rule}: ${text}`) };
};

describe('what Terraform itself reads in a resource', () => {
  test.each<[string, Arguments]>([
    ['a program that it runs where the change is applied', { provisioner: [{ 'local-exec': { command: 'sh' } }] }],
    ['what it leaves as it is', { lifecycle: { ignore_changes: ['jobspec'] } }],
    ['how many there are', { for_each: ['a', 'b'] }],
  ])('needs two where it is %s', (_, own) => {
    const name = Object.keys(own).join();
    expect(of(job(), job(own))).toEqual({
      decision: 'NEEDS TWO',
      dangers: [`terraform-settings: stack/nomad_job.orders tells Terraform something else: ${name}`],
    });
  });

  test('needs two in a new resource as well', () => {
    expect(of({}, job({ provisioner: [] })).dangers).toContain(
      'terraform-settings: stack/nomad_job.orders tells Terraform something else: provisioner',
    );
  });
});

describe('an argument that no section reads', () => {
  test.each<[string, object, object, string]>([
    ['of a job', job(), job({ json: false, hcl2: { vars: { a: 'b' } } }), 'stack/nomad_job.orders is changed: hcl2, json'],
    [
      'of a role in Vault',
      role({ token_bound_cidrs: ['10.0.0.0/8'] }),
      role({}),
      'stack/vault_jwt_auth_backend_role.orders is changed: token_bound_cidrs',
    ],
    [
      'of a gateway',
      entry('api-gateway', { Listeners: [], Meta: { a: 'b' } }),
      entry('api-gateway', { Listeners: [], Meta: { a: 'c' } }),
      'api-gateway it is changed: Meta.a',
    ],
  ])('%s needs one', (_, before, after, text) => {
    expect(of(before, after)).toEqual({ decision: 'NEEDS ONE', dangers: [`other-change: ${text}`] });
  });
});

test('a comment, an order and a time limit of Terraform need nobody', () => {
  const idle = { '//': { metadata: {} }, depends_on: ['nomad_job.other'], timeouts: [{ create: '20m' }] };
  expect(of(job(), job(idle))).toEqual({ decision: 'AUTO', dangers: [] });
});

test('intentions that say the same in another order need nobody', () => {
  const sources = ['a', 'b'].map((Name) => ({ Name, Action: 'allow' }));
  expect(of(entry('service-intentions', { Sources: sources }), entry('service-intentions', { Sources: [...sources].reverse() }))).toEqual({
    decision: 'AUTO',
    dangers: [],
  });
});

describe('callers of another cluster or tenant', () => {
  const intentions = (...sources: readonly Arguments[]) => entry('service-intentions', { Sources: sources });
  const peer = { Name: 'orders', Peer: 'osaka' };

  test.each<[string, Arguments, string]>([
    ['peer', peer, 'orders of peer osaka'],
    ['sameness group', { Name: 'orders', SamenessGroup: 'all' }, 'orders of sameness group all'],
    ['partition', { Name: 'orders', Partition: 'b', Namespace: 'c' }, 'orders of partition b, namespace c'],
  ])('that may now call need two: a %s', (_, source, from) => {
    const { decision, dangers } = of(intentions(), intentions({ ...source, Action: 'allow' }));
    expect([decision, dangers.sort()]).toEqual([
      'NEEDS TWO',
      [
        `call-opened: ${from} may now call it: every request`,
        `undecided: ${from} → it: it is not compared here what callers of another cluster or tenant may ask`,
      ],
    ]);
  });

  test('that were denied and are not any more need two', () => {
    expect(of(intentions({ ...peer, Action: 'deny' }), intentions()).decision).toBe('NEEDS TWO');
  });

  test.each<[string, object, object]>([
    ['no longer are allowed', intentions({ ...peer, Action: 'allow' }), intentions()],
    ['are denied', intentions(), intentions({ ...peer, Action: 'deny' })],
  ])('that %s need one', (_, before, after) => {
    expect(of(before, after)).toMatchObject({ decision: 'NEEDS ONE', dangers: [expect.stringMatching(/^call-closed/)] });
  });
});

describe('what differs and has a form that no engine takes', () => {
  const intentions = (sources: unknown) => entry('service-intentions', { Sources: sources });

  test.each<[string, object, object]>([
    ['sources that are a text', intentions([]), intentions('all')],
    ['a source that is null', intentions([]), intentions([null])],
    ['permissions that are a text', intentions([]), intentions([{ Name: 'a', Permissions: 'all' }])],
    [
      'a member in lower case, which the provider reads too',
      intentions([]),
      entry('service-intentions', { Sources: [], sources: [{ Name: '*' }] }),
    ],
    ['a group that is null', job(), { nomad_job: { orders: { jobspec: '{"ID":"orders","TaskGroups":[null]}', json: true } } }],
    ['groups that are a text', job(), { nomad_job: { orders: { jobspec: '{"ID":"orders","TaskGroups":"all"}', json: true } } }],
  ])('is not read, and needs a person: %s', (_, before, after) => {
    const { decision, dangers } = of(before, after);
    expect(decision).not.toBe('AUTO');
    expect(dangers).toContainEqual(expect.stringMatching(/^unread: /));
  });

  test('is nothing where a member that is null is one that is not there', () => {
    expect(of(intentions([]), entry('service-intentions', { Sources: null, Meta: null }))).toEqual({ decision: 'AUTO', dangers: [] });
  });
});

test('an entry by another name is a new one, and the one that was there goes', () => {
  const defaults = (name: string) => ({
    consul_config_entry: { it: { kind: 'service-defaults', name, config_json: '{"Protocol":"http"}' } },
  });
  const { decision, dangers } = of(defaults('a'), defaults('b'));
  expect([decision, dangers.sort()]).toEqual([
    'NEEDS ONE',
    ['limits-changed: service-defaults a is gone', 'limits-changed: service-defaults b is new'],
  ]);
});

describe('what only Terraform knows', () => {
  const policy = (text: string) => ({ vault_policy: { orders: { name: 'orders', policy: text } } });
  const spec = (value: string) => job({ jobspec: JSON.stringify({ ID: 'orders', Meta: { a: value }, TaskGroups: [] }) });

  test.each<[string, object, object]>([
    ['in a job', spec('b'), spec('${file("/etc/hosts")}')],
    ['in a job, by a directive', spec('b'), spec('%{ if true }b%{ endif }')],
    ['in a policy', policy('path "a" {}'), policy('${data.http.policy.body}')],
  ])('needs two: %s', (_, before, after) => {
    expect(of(before, after)).toMatchObject({
      decision: 'NEEDS TWO',
      dangers: expect.arrayContaining([expect.stringMatching(/^unread: /)]),
    });
  });

  test('is not what Nomad fills in, which is escaped', () => {
    expect(of(spec('b'), spec('$${NOMAD_ALLOC_ID} %%{x}')).dangers).not.toContainEqual(expect.stringMatching(/^unread: /));
  });
});
