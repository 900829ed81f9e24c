import { expand, type Output, type StackJson } from '../../../lib/change';

type Resources = NonNullable<StackJson['resource']>;

/** An output of one domain, trading, with these resources in its access stack and its own. */
function output(access: Resources, jobs: Resources = {}): Output {
  return {
    stacks: new Map([
      ['trading-access', { resource: access }],
      ['trading', { resource: jobs }],
    ]),
    graphs: new Map([['trading', { version: 1, domain: 'trading', owner: 'trading-team', namespace: 'trading', members: [] }]]),
  };
}

const resource = (type: string, values: object): Resources => ({ [type]: { it: values as Record<string, unknown> } });
const entry = (kind: string, name: string, members: object): Resources => ({
  consul_config_entry: { [`${kind}_${name}`]: { kind, name, config_json: JSON.stringify(members) } },
});

/** What becomes of one resource, or why it cannot be. */
function united(deployed: Resources, wanted: Resources, stack = 'trading-access'): unknown {
  const [before, after] = [deployed, wanted].map((resources) => (stack === 'trading' ? output({}, resources) : output(resources)));
  const { stacks, problems } = expand(before!, after!);
  if (problems.length > 0) return problems.map(({ code, path, message, value }) => ({ code, path, message, value }));
  const [found] = Object.values(stacks.get(stack)?.resource ?? {}).flatMap((byName) => Object.values(byName));
  const text = found?.['config_json'];
  return typeof text === 'string' ? JSON.parse(text) : found;
}

describe('one resource for two releases', () => {
  test('a namespace forbids what both forbid and enables what one enables', () => {
    const namespace = (capabilities: object) => resource('nomad_namespace', { name: 'trading', capabilities });
    expect(
      united(
        namespace({ enabled_task_drivers: ['docker', 'exec'] }),
        namespace({ enabled_task_drivers: ['docker'], disabled_network_modes: ['host'] }),
      ),
    ).toEqual({ name: 'trading', capabilities: { enabled_task_drivers: ['docker', 'exec'] } });
    expect(
      united(
        namespace({ disabled_network_modes: ['host'] }),
        namespace({ enabled_task_drivers: ['docker'], disabled_network_modes: ['host', 'none'] }),
      ),
    ).toEqual({ name: 'trading', capabilities: { disabled_network_modes: ['host'] } });
  });

  test('the certificate of an edge may name the hosts of both, for the longer of two lives', () => {
    const role = (hosts: readonly string[], max_ttl: string) =>
      resource('vault_pki_secret_backend_role', { allowed_domains: hosts, max_ttl });
    expect(united(role(['a.jp', 'b.jp'], '604800'), role(['c.jp', 'b.jp'], '86400'))).toEqual({
      allowed_domains: ['a.jp', 'b.jp', 'c.jp'],
      max_ttl: '604800',
    });
    expect(united(role(['b.jp'], '86400'), role(['b.jp', 'c.jp'], '604800'))).toEqual({
      allowed_domains: ['b.jp', 'c.jp'],
      max_ttl: '604800',
    });
  });

  test('keys that are gone stay, and a value is that of the release', () => {
    const keys = (...key: readonly object[]) => resource('consul_keys', { key });
    expect(
      united(
        keys({ path: 'a', value: '1' }, { path: 'b', value: '1' }),
        keys({ path: 'b', value: '2' }, { path: 'c', value: '2' }),
        'trading',
      ),
    ).toEqual({
      key: [
        { path: 'b', value: '2' },
        { path: 'c', value: '2' },
        { path: 'a', value: '1' },
      ],
    });
  });

  test('an external system stays at its address until settle', () => {
    const service = (address: string) => resource('consul_service', { node: 'n', service_id: 's', address });
    expect(united(service('10.0.0.1'), service('10.0.0.2'))).toEqual({ node: 'n', service_id: 's', address: '10.0.0.1' });
  });

  test('settings are those of the release', () => {
    expect(
      united(
        resource('nomad_node_pool', { name: 'p', description: 'old' }),
        resource('nomad_node_pool', { name: 'p', description: 'new' }),
      ),
    ).toEqual({
      name: 'p',
      description: 'new',
    });
    expect(
      united(entry('service-defaults', 's', { Protocol: 'http', A: 1 }), entry('service-defaults', 's', { Protocol: 'http', A: 2 })),
    ).toEqual({
      Protocol: 'http',
      A: 2,
    });
  });

  test('a router asks the routes of the release first, then those that only the last one had', () => {
    const route = (path: string, retries: number) => ({
      Match: { HTTP: { PathExact: path } },
      Destination: { Service: 's', NumRetries: retries },
    });
    expect(
      united(
        entry('service-router', 's', { Routes: [route('/a', 1), route('/b', 1)] }),
        entry('service-router', 's', { Routes: [route('/b', 2), route('/c', 2)] }),
      ),
    ).toEqual({ Routes: [route('/b', 2), route('/c', 2), route('/a', 1)] });
  });

  test('a router keeps why the routes of both may repeat a request', () => {
    const router = (path: string, because?: string) =>
      entry('service-router', 's', {
        Routes: [{ Match: { HTTP: { PathExact: path } }, Destination: { Service: 's' } }],
        ...(because === undefined ? {} : { Meta: { [path]: because } }),
      });
    expect(united(router('/a', 'old'), router('/b', 'new'))).toMatchObject({ Meta: { '/a': 'old', '/b': 'new' } });
    expect(united(router('/a', 'old'), router('/a'))).not.toHaveProperty('Meta');
    expect(united(router('/a'), router('/b'))).not.toHaveProperty('Meta');
  });

  test('a terminating gateway stands for the systems of both, each as it is reached now', () => {
    const gateway = (...Services: readonly object[]) => entry('terminating-gateway', 'g', { Services });
    expect(united(gateway({ Name: 'a' }, { Name: 'c', SNI: 'old' }), gateway({ Name: 'b' }, { Name: 'c', SNI: 'new' }))).toEqual({
      Services: [{ Name: 'a' }, { Name: 'b' }, { Name: 'c', SNI: 'old' }],
    });
  });

  test('an api-gateway keeps a listener that is gone', () => {
    const gateway = (...Listeners: readonly object[]) => entry('api-gateway', 'g', { Listeners });
    expect(united(gateway({ Name: 'a', Port: 1 }, { Name: 'b', Port: 1 }), gateway({ Name: 'b', Port: 2 }))).toEqual({
      Listeners: [
        { Name: 'b', Port: 2 },
        { Name: 'a', Port: 1 },
      ],
    });
  });

  test('traffic goes where it went: a redirect, a split and a route elsewhere change at settle', () => {
    const resolver = (members: object) => entry('service-resolver', 's', members);
    expect(united(resolver({ RequestTimeout: 1 }), resolver({ RequestTimeout: 2, Redirect: { Service: 't' } }))).toEqual({
      RequestTimeout: 1,
    });
    expect(united(resolver({ RequestTimeout: 1 }), resolver({ RequestTimeout: 2 }))).toEqual({ RequestTimeout: 2 });
    const splitter = (Weight: number) => entry('service-splitter', 's', { Splits: [{ Weight }] });
    expect(united(splitter(90), splitter(10))).toEqual({ Splits: [{ Weight: 90 }] });
    const router = (Service: string) => entry('service-router', 's', { Routes: [{ Match: {}, Destination: { Service } }] });
    expect(united(router('s'), router('t'))).toEqual({ Routes: [{ Match: {}, Destination: { Service: 's' } }] });
  });

  test('a new redirect of a service that runs waits for settle, and nothing waits for it', () => {
    const defaults = entry('service-defaults', 's', { Protocol: 'http' });
    const redirect = entry('service-resolver', 's', { Redirect: { Service: 't' } });
    const intentions = {
      'service-intentions_s': {
        kind: 'service-intentions',
        name: 's',
        config_json: '{"Sources":[]}',
        depends_on: ['consul_config_entry.service-resolver_s'],
      },
    };
    const wanted = { consul_config_entry: { ...defaults['consul_config_entry'], ...redirect['consul_config_entry'], ...intentions } };
    const { depends_on: _before, ...unordered } = intentions['service-intentions_s'];
    expect(expand(output(defaults), output(wanted)).stacks.get('trading-access')?.resource).toEqual({
      consul_config_entry: { ...defaults['consul_config_entry'], 'service-intentions_s': unordered },
    });
    // A service that nobody calls yet may begin with it.
    expect(expand(output({}), output(wanted)).stacks.get('trading-access')?.resource).toEqual(wanted);
  });

  test('policies give what one of the two gives', () => {
    const vault = (...paths: readonly string[]) =>
      resource('vault_policy', { name: 'p', policy: paths.map((path) => `path "${path}" {\n  capabilities = ["read"]\n}\n`).join('\n') });
    expect(united(vault('a', 'b'), vault('b', 'c'))).toEqual(vault('a', 'b', 'c')['vault_policy']!['it']);
    const keys = (...paths: readonly string[]) =>
      resource('consul_acl_policy', { name: 'p', rules: paths.map((path) => `key "${path}" {\n  policy = "read"\n}\n`).join('\n') });
    expect(united(keys('a', 'b'), keys('b', 'c'))).toEqual(keys('a', 'b', 'c')['consul_acl_policy']!['it']);
  });
});

describe('what has no rule is refused', () => {
  const refused = (value: string, message: string, path = 'trading-access/x') => [{ code: 'CHANGE-UNION', path, message, value }];

  test('a policy with a wildcard or a denial', () => {
    const policy = (text: string) => resource('vault_policy', { name: 'p', policy: text });
    const message = 'a policy with wildcards, denials or a form of its own cannot be united';
    const plain = policy('path "a" {\n  capabilities = ["read"]\n}\n');
    for (const text of [
      'path "a/*" {\n  capabilities = ["read"]\n}\n',
      'path "a" {\n  capabilities = ["deny"]\n}\n',
      'path "a" { policy = "write" }',
    ])
      expect(united(policy(text), plain)).toEqual(refused('p', message, 'trading-access/vault_policy.it'));
  });

  test('an identity that is bound to something else', () => {
    const rule = (selector: string) => resource('consul_acl_binding_rule', { auth_method: 'm', selector, description: selector });
    expect(united(rule('a'), rule('b'))).toEqual(
      refused('selector', 'one resource cannot be what both releases say', 'trading-access/consul_acl_binding_rule.it'),
    );
  });

  test('intentions of another form, and a permission for every destination', () => {
    const intentions = (name: string, Action: string) => entry('service-intentions', name, { Sources: [{ Name: '*', Action }] });
    expect(united(intentions('s', 'deny'), intentions('s', 'allow'))).toEqual(
      refused(
        'service-intentions s',
        'what both releases permit cannot be said in one service-intentions',
        'trading-access/consul_config_entry.service-intentions_s',
      ),
    );
    expect(united(intentions('*', 'allow'), {})).toEqual(
      refused(
        'service-intentions *',
        'a permission for every destination cannot be united',
        'trading-access/consul_config_entry.service-intentions_*',
      ),
    );
  });

  test('a kind of entry nobody has thought about', () => {
    expect(united(entry('exported-services', 'default', { A: 1 }), entry('exported-services', 'default', { A: 2 }))).toEqual(
      refused(
        'exported-services default',
        'what both releases permit cannot be said in one exported-services',
        'trading-access/consul_config_entry.exported-services_default',
      ),
    );
  });

  test('a resource of somebody else in an access stack; beside the jobs it is as the release says', () => {
    const own = (size: number) => resource('nomad_quota_specification', { size });
    expect(united(own(1), own(2))).toEqual(
      refused(
        'nomad_quota_specification',
        'there is no rule for a nomad_quota_specification that changes',
        'trading-access/nomad_quota_specification.it',
      ),
    );
    expect(united(own(1), own(2), 'trading')).toEqual({ size: 2 });
    expect(united(own(1), own(1))).toEqual({ size: 1 });
  });

  test('a resource that is kept alone and refers to others', () => {
    expect(united(resource('nomad_variable', { path: '${nomad_namespace.a.name}' }), {})).toEqual(
      refused(
        'nomad_variable.it',
        'a resource of the last release refers to others, and cannot be kept alone',
        'trading-access/nomad_variable.it',
      ),
    );
    expect(united(resource('nomad_variable', { path: '$${plain}' }), {})).toEqual({ path: '$${plain}' });
  });

  test('a job of another namespace or type', () => {
    const job = (members: object) =>
      resource('nomad_job', { jobspec: JSON.stringify({ ID: 'sec-a', Namespace: 'trading', Type: 'service', ...members }) });
    const inPlace = (value: string) => [
      {
        code: 'CHANGE-IN-PLACE',
        path: 'trading/nomad_job.it',
        message: 'sec-a would be another job: it is stopped before the new one starts',
        value,
      },
    ];
    expect(united(job({}), job({ Type: 'batch' }), 'trading')).toEqual(inPlace('batch'));
    expect(united(job({}), job({ Namespace: 'fx' }), 'trading')).toEqual(inPlace('fx'));
  });
});
