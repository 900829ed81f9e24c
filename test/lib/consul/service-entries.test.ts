import fc from 'fast-check';
import { InboundLimits, LoadBalancing, Retries, serviceEntries, Traffic, type InboundSettings } from '../../../lib/consul';
import { GrpcRule, HttpPath, HttpRule, type HttpMethod, type Rule } from '../../../lib/mesh';
import { Duration } from '../../../lib/values';

const settings = (own: Partial<InboundSettings> = {}): InboundSettings => ({
  name: 'sec-orders',
  protocol: 'http',
  requestTimeout: undefined,
  traffic: [],
  loadBalancing: undefined,
  limits: undefined,
  extensions: [],
  ...own,
});

const entriesOf = (own: Partial<InboundSettings>): Record<string, unknown> =>
  Object.fromEntries(serviceEntries(settings(own), new Map()).map(({ kind, entry }) => [kind, entry]));

const routesOf = (...traffic: readonly Traffic[]): unknown[] => (entriesOf({ traffic })['service-router'] as { Routes: unknown[] }).Routes;

describe('the entries of a service', () => {
  test('are always its defaults, with an explicit protocol and every member Consul fills in, and its intentions', () => {
    expect(entriesOf({ protocol: 'tcp' })).toEqual({
      'service-defaults': { Protocol: 'tcp', MutualTLSMode: 'strict', Expose: {}, MeshGateway: {}, TransparentProxy: {} },
      'service-intentions': { Sources: [{ Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' }] },
    });
  });

  test('time requests at the service and at its callers', () => {
    const timeout = Duration.seconds(15);
    const entries = entriesOf({ requestTimeout: timeout });
    expect(entries['service-defaults']).toMatchObject({ LocalRequestTimeoutMs: 15_000 });
    expect(entries['service-resolver']).toEqual({ RequestTimeout: timeout });
  });

  test('say how callers choose an instance, and what the service takes in', () => {
    const entries = entriesOf({
      loadBalancing: LoadBalancing.leastRequest(3),
      limits: InboundLimits.of({ maxConnections: 100, balanceConnections: true }),
    });
    expect(entries['service-resolver']).toEqual({ LoadBalancer: { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: 3 } } });
    expect(entries['service-defaults']).toMatchObject({ MaxInboundConnections: 100, BalanceInboundConnections: 'exact_balance' });
  });
});

describe('the routes of a service', () => {
  const timeout = { requestTimeout: Duration.seconds(2) };

  test('each say a time, because where there are routes callers do not look at the resolver', () => {
    const requestTimeout = Duration.seconds(40);
    const traffic = [
      Traffic.on(HttpRule.get('/orders'), timeout),
      Traffic.on(HttpRule.get('/list'), { retries: Retries.onConnectFailure(1) }),
    ];
    const { Routes } = entriesOf({ requestTimeout, traffic })['service-router'] as { Routes: unknown[] };
    expect(Routes).toMatchObject([
      { Match: { HTTP: { PathExact: '/orders' } }, Destination: { RequestTimeout: timeout.requestTimeout } },
      { Match: { HTTP: { PathExact: '/list' } }, Destination: { RequestTimeout: requestTimeout, NumRetries: 1 } },
      { Match: { HTTP: { PathPrefix: '/' } }, Destination: { Service: 'sec-orders', RequestTimeout: requestTimeout } },
    ]);
  });

  test('match requests and say what is done with them', () => {
    expect(
      routesOf(
        Traffic.on(HttpRule.get('/orders'), {
          ...timeout,
          retries: Retries.on(3, { conditions: ['reset', 'connect-failure'], statusCodes: [503, 502] }),
        }),
      ),
    ).toEqual([
      {
        Match: { HTTP: { PathExact: '/orders', Methods: ['GET'] } },
        Destination: {
          Service: 'sec-orders',
          RequestTimeout: timeout.requestTimeout,
          NumRetries: 3,
          RetryOnConnectFailure: true,
          RetryOn: ['connect-failure', 'reset'],
          RetryOnStatusCodes: [502, 503],
        },
      },
    ]);
  });

  test('stand from the most specific to the least, in whatever order they are said: Consul takes the first', () => {
    const expected = [
      Traffic.on(HttpRule.get('/orders/archive'), timeout),
      Traffic.on(HttpRule.get('/orders'), timeout),
      Traffic.on(HttpRule.get(HttpPath.template('/orders/{id}/fills')), timeout),
      Traffic.on(HttpRule.get(HttpPath.template('/orders/{id}')), timeout),
      Traffic.on(HttpRule.get(HttpPath.regex('/orders/[0-9]+')), timeout),
      Traffic.on(HttpRule.get(HttpPath.prefix('/orders/')), timeout),
      Traffic.on(HttpRule.get(HttpPath.prefix('/o')), timeout),
    ];
    const paths = expected.map(({ request }) => request.path.value);
    fc.assert(
      fc.property(fc.shuffledSubarray(expected, { minLength: expected.length }), (said) => {
        const sorted = routesOf(...said) as { Match: { HTTP: { PathExact?: string; PathPrefix?: string; PathRegex?: string } } }[];
        expect(
          sorted.map(({ Match: { HTTP } }) => HTTP.PathExact ?? HTTP.PathPrefix ?? HTTP.PathRegex?.replaceAll('[^/]+', '{id}')),
        ).toEqual(paths);
      }),
    );
  });

  test('put the one with headers before the same path without', () => {
    const plain = Traffic.on(HttpRule.get('/a'), timeout);
    const desk = Traffic.on(HttpRule.get('/a', { headers: [{ name: 'x-desk', match: 'present' }] }), timeout);
    expect(routesOf(plain, desk)).toMatchObject([
      { Match: { HTTP: { Header: [{ Name: 'x-desk', Present: true }] } } },
      { Match: { HTTP: { PathExact: '/a' } } },
    ]);
  });
});

describe('retries', () => {
  test('are safe for every method where the destination never saw the request', () => {
    expect(Traffic.on(HttpRule.post('/orders'), { retries: Retries.onConnectFailure(2) }).problem).toBeUndefined();
    expect(routesOf(Traffic.on(HttpRule.post('/orders'), { retries: Retries.onConnectFailure(2) }))).toMatchObject([
      { Destination: { NumRetries: 2, RetryOn: ['connect-failure', 'refused-stream'] } },
    ]);
  });

  test.each<HttpMethod>(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'])('of %s may repeat work', (method) => {
    expect(Traffic.on(HttpRule.methods([method], '/a'), { retries: Retries.on(2, { statusCodes: [503] }) }).problem).toBeUndefined();
  });

  test.each<[Rule, string, string]>([
    [HttpRule.post('/orders'), 'POST /orders', 'POST'],
    [HttpRule.patch('/orders'), 'PATCH /orders', 'PATCH'],
    [HttpRule.methods(['GET', 'POST'], '/orders'), 'GET|POST /orders', 'POST'],
    [GrpcRule.service('quotes.v1.Quotes'), 'POST /quotes.v1.Quotes/*', 'POST'],
    [HttpRule.everything('the old client uses all of it'), 'ANY /*', 'every method'],
  ])('that could do the work twice are refused: %#', (rule, text, methods) => {
    const { problem } = Traffic.on(rule, { retries: Retries.on(2, { conditions: ['5xx'], statusCodes: [503] }) });
    expect(problem).toMatchObject({
      code: 'MESH-RETRY',
      message: `a retry could do the work of ${text} twice`,
      value: '5xx, 503',
      limit: `connect-failure, refused-stream for ${methods}`,
      fix: 'use Retries.onConnectFailure(n), or say idempotentBecause',
    });
  });

  test('that could do the work twice need a word', () => {
    const retries = Retries.on(2, { conditions: ['reset'], idempotentBecause: 'orders carry a client id that is checked' });
    expect(Traffic.on(HttpRule.post('/orders'), { retries }).problem).toBeUndefined();
    expect(
      Traffic.on(HttpRule.post('/orders'), { retries: Retries.on(2, { conditions: ['reset'], idempotentBecause: 'yes' }) }).problem,
    ).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'idempotentBecause needs a reason of at least 10 characters',
    });
  });

  test('have their word beside them in the entry, by the requests that it is for', () => {
    const because = Retries.on(2, { conditions: ['reset'], idempotentBecause: 'orders carry a client id that is checked' });
    const traffic = [
      Traffic.on(HttpRule.post('/orders'), { retries: because }),
      Traffic.on(HttpRule.get('/orders'), { retries: Retries.onConnectFailure(1) }),
    ];
    expect(entriesOf({ traffic })['service-router']).toMatchObject({
      Meta: { 'idempotent POST /orders': 'orders carry a client id that is checked' },
    });
    expect(entriesOf({ traffic: traffic.slice(1) })['service-router']).not.toHaveProperty('Meta');
  });

  test('have a word that Consul takes, however long it is', () => {
    const retries = Retries.on(2, { conditions: ['reset'], idempotentBecause: 'because '.repeat(100) });
    const { Meta } = entriesOf({ traffic: [Traffic.on(HttpRule.post(`/${'o'.repeat(200)}`), { retries })] })['service-router'] as {
      Meta: Record<string, string>;
    };
    expect(Object.entries(Meta).map(([key, value]) => [key.length, value.length])).toEqual([[128, 512]]);
  });

  test.each([
    [Retries.onConnectFailure(0), 'retries must be a whole number from 1 to 10'],
    [Retries.onConnectFailure(11), 'retries must be a whole number from 1 to 10'],
    [Retries.on(1, { statusCodes: [200] }), 'a status code must be a whole number from 400 to 599'],
  ])('are counted: %#', (retries, message) => {
    expect(retries.problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });
});

describe('load balancing', () => {
  test.each([
    [LoadBalancing.roundRobin(), { Policy: 'round_robin' }],
    [LoadBalancing.random(), { Policy: 'random' }],
    [LoadBalancing.leastRequest(), { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: 2 } }],
    [LoadBalancing.byHeader('x-account-id'), { Policy: 'maglev', HashPolicies: [{ Field: 'header', FieldValue: 'x-account-id' }] }],
  ])('is said in the words of Consul: %#', (choice, model) => {
    expect([choice.model, choice.problem]).toEqual([model, undefined]);
  });

  test.each([
    [LoadBalancing.leastRequest(1), 'choices must be a whole number from 2 to 100'],
    [LoadBalancing.byHeader('X-Account'), 'a header name is lower case'],
    [InboundLimits.of({ maxConnections: 0 }), 'maxConnections must be a whole number from 1 to 1000000'],
  ])('remembers what is wrong: %#', (value, message) => {
    expect(value.problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });
});
