import {
  apiGatewayBindingRules,
  ConsulKey,
  denyAll,
  IntentionEvaluator,
  intentionSources,
  keyPolicyText,
  keyReaderBindingRule,
  serviceBindingRule,
  terminatingGatewayBindingRules,
} from '../../../lib/consul';
import { HttpPath, HttpRule, type Permission, type Rule } from '../../../lib/mesh';

const requests = (...rules: readonly Rule[]): Permission => ({ kind: 'requests', requests: rules.map(({ request }) => request) });

describe('the sources of an intentions entry', () => {
  test('are the permitted callers by name, each closed by a deny, then everybody else denied', () => {
    expect(
      intentionSources(
        new Map<string, Permission>([
          ['sec-report', requests(HttpRule.get(HttpPath.template('/accounts/{id}/balance')))],
          [
            'sec-orders',
            requests(HttpRule.methods(['GET', 'POST'], HttpPath.prefix('/orders')), HttpRule.everything('it is the old client')),
          ],
        ]),
      ),
    ).toEqual([
      {
        Name: 'sec-orders',
        Type: 'consul',
        Precedence: 9,
        Permissions: [
          { Action: 'allow', HTTP: { PathPrefix: '/orders', Methods: ['GET', 'POST'] } },
          { Action: 'allow', HTTP: { PathPrefix: '/' } },
          { Action: 'deny', HTTP: { PathPrefix: '/' } },
        ],
      },
      {
        Name: 'sec-report',
        Type: 'consul',
        Precedence: 9,
        Permissions: [
          { Action: 'allow', HTTP: { PathRegex: '/accounts/[^/]+/balance', Methods: ['GET'] } },
          { Action: 'deny', HTTP: { PathPrefix: '/' } },
        ],
      },
      { Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' },
    ]);
  });

  test('are a whole connection where the service speaks tcp', () => {
    expect(intentionSources(new Map<string, Permission>([['sec-orders', { kind: 'connection' }]]))).toEqual([
      { Name: 'sec-orders', Type: 'consul', Precedence: 9, Action: 'allow' },
      { Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' },
    ]);
  });

  test('are nobody where nobody may call', () => {
    expect(intentionSources(new Map())).toEqual([{ Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' }]);
  });

  describe('behind a terminating gateway, which takes paths as they are sent,', () => {
    const passes = (path: string, ...rules: readonly Rule[]): boolean => {
      const Sources = intentionSources(new Map([['sec-teller', requests(...rules)]]), { behindGateway: true });
      const evaluator = new IntentionEvaluator([{ name: 'sec-bank', entry: { Sources } }]);
      return evaluator.permits('sec-teller', 'sec-bank', { method: 'GET', path }) === 'allow';
    };
    const below = HttpRule.get(HttpPath.prefix('/public/'));

    test.each(['/public/rates', '/public/v1.2/.well-known/x', '/public/a%20b', '/public/..a', '/public/a..'])(
      'let %s below a prefix',
      (path) => {
        expect(passes(path, below)).toBe(true);
      },
    );

    test.each([
      ...['/public/../admin', '/public/..', '/public/./rates', '/public/.', '/public//rates'],
      ...['/public/%2e%2e/admin', '/public/..%2Fadmin', String.raw`/public/..\admin`, '/public/..%5Cadmin'],
    ])('refuse %s, which may be another path to whoever answers', (path) => {
      expect(passes(path, below)).toBe(false);
    });

    test('refuse it below a template, too', () => {
      const rule = HttpRule.get(HttpPath.template('/accounts/{id}/balance'));
      expect([passes('/accounts/7/balance', rule), passes('/accounts/../balance', rule)]).toEqual([true, false]);
    });

    test('say nothing more where all paths are exact, or every request is permitted', () => {
      expect(passes('/public/../rates', HttpRule.get('/rates'), HttpRule.everything('it is a proxy of our own'))).toBe(true);
      const [first] = intentionSources(new Map([['sec-teller', requests(HttpRule.get('/rates'))]]), { behindGateway: true });
      expect(first?.Permissions).toHaveLength(2);
    });
  });

  test('name headers in the words of Consul', () => {
    const rule = HttpRule.get('/a', {
      headers: [
        { name: 'x-desk', match: 'exact', value: 'fx' },
        { name: 'x-trace', match: 'present' },
        { name: 'x-version', match: 'regex', value: 'v[12]' },
      ],
    });
    expect(intentionSources(new Map([['sec-orders', requests(rule)]]))[0]?.Permissions?.[0]).toEqual({
      Action: 'allow',
      HTTP: {
        PathExact: '/a',
        Methods: ['GET'],
        Header: [
          { Name: 'x-desk', Exact: 'fx' },
          { Name: 'x-trace', Present: true },
          { Name: 'x-version', Regex: 'v[12]' },
        ],
      },
    });
  });
});

test('the mesh-wide entry denies everybody everything', () => {
  expect(denyAll()).toEqual({
    kind: 'service-intentions',
    name: '*',
    entry: { Sources: [{ Name: '*', Type: 'consul', Precedence: 5, Action: 'deny' }] },
  });
});

describe('binding rules', () => {
  const job = { namespace: 'trading', jobId: 'sec-orders' };
  const own = 'value.nomad_namespace == "trading" and value.nomad_job_id == "sec-orders"';

  test('let a job be exactly its service', () => {
    expect(serviceBindingRule('sec-orders', job)).toMatchObject({
      bindType: 'service',
      bindName: 'sec-orders',
      selector: `"nomad_service" in value and ${own} and value.nomad_service == "sec-orders"`,
    });
  });

  test('let its tasks, and not its service, read its keys', () => {
    expect(keyReaderBindingRule('keys-sec-orders', job)).toMatchObject({
      bindType: 'policy',
      bindName: 'keys-sec-orders',
      selector: `"nomad_service" not in value and ${own}`,
    });
  });

  test('let an api-gateway register and bootstrap, the latter from one task alone', () => {
    expect(
      apiGatewayBindingRules('sec-orders', job).map(({ bindType, bindName, bindVarsName, selector }) => [
        bindType,
        bindName,
        bindVarsName,
        selector,
      ]),
    ).toEqual([
      [
        'templated-policy',
        'builtin/api-gateway',
        'sec-orders',
        `"nomad_service" not in value and ${own} and value.nomad_task == "bootstrap"`,
      ],
      [
        'templated-policy',
        'builtin/api-gateway',
        'sec-orders',
        `"nomad_service" in value and ${own} and value.nomad_service == "sec-orders"`,
      ],
    ]);
  });

  test('let a terminating gateway be itself and all it stands for', () => {
    expect(terminatingGatewayBindingRules('sec-orders', ['sec-elastic', 'sec-mail'], job).map(({ bindName }) => bindName)).toEqual([
      'sec-orders',
      'sec-orders',
      'sec-elastic',
      'sec-mail',
    ]);
  });

  test('have names of their own', () => {
    const ids = [
      serviceBindingRule('a', job),
      keyReaderBindingRule('keys-a', job),
      ...apiGatewayBindingRules('a', job),
      ...terminatingGatewayBindingRules('b', ['a'], job),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('ConsulKey', () => {
  const owner = { domain: 'trading', job: 'orders' };

  test('is of the job or of its domain', () => {
    expect([ConsulKey.own('limits').pathFor(owner), ConsulKey.shared('fees/retail').pathFor(owner)]).toEqual([
      'trading/orders/limits',
      'trading/shared/fees/retail',
    ]);
  });

  test.each(['', '/limits', 'limits/', 'a//b', '../ledger', 'a/../b', 'a b', 'a"b', '*'])('is no %j', (name) => {
    expect(ConsulKey.own(name).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a Consul key is a path of letters, digits, dots, dashes and underscores, without a slash at either end',
      value: JSON.stringify(name),
      fix: "for instance 'limits' or 'fees/retail'",
    });
  });

  test('is read by a policy that names each key once and nothing else', () => {
    expect(keyPolicyText(['b/c', 'a', 'b/c'])).toBe('key "a" {\n  policy = "read"\n}\n\nkey "b/c" {\n  policy = "read"\n}\n');
  });
});
