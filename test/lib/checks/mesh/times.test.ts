import type { EstateEntry } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { entry, findingsOf, jobOf, meshJob } from '../../../support/estate-findings';

const SECOND = 1_000_000_000;

const defaults = (name: string, LocalRequestTimeoutMs?: number): EstateEntry =>
  entry('service-defaults', name, { Protocol: 'http', ...(LocalRequestTimeoutMs === undefined ? {} : { LocalRequestTimeoutMs }) });
const resolver = (name: string, RequestTimeout: number | string): EstateEntry => entry('service-resolver', name, { RequestTimeout });
const router = (name: string, ...routes: readonly (readonly [JsonObject, number])[]): EstateEntry =>
  entry('service-router', name, {
    Routes: routes.map(([HTTP, seconds]) => ({ Match: { HTTP }, Destination: { Service: name, RequestTimeout: seconds * SECOND } })),
  });

describe('the time of a service', () => {
  test.each<[string, readonly EstateEntry[], readonly string[]]>([
    ['of nobody is that of Envoy on both sides', [defaults('a')], []],
    [
      'is cut short by Envoy’s own where only the callers were told',
      [defaults('a'), resolver('a', 30 * SECOND)],
      ['MESH-TIMEOUT-UNREACHED service-resolver/a RequestTimeout'],
    ],
    [
      'is cut short by Envoy’s own where only the callee was told',
      [defaults('a', 30_000)],
      ['MESH-TIMEOUT-UNREACHED service-defaults/a LocalRequestTimeoutMs'],
    ],
    ['is reached where both were told', [defaults('a', 30_000), resolver('a', 30 * SECOND)], []],
    ['may be written as text', [defaults('a', 30_000), resolver('a', '30s')], []],
    [
      'is that of the router, which hides the resolver',
      [defaults('a', 30_000), resolver('a', 30 * SECOND), router('a', [{ PathPrefix: '/' }, 5])],
      ['MESH-TIMEOUT-UNREACHED service-defaults/a LocalRequestTimeoutMs'],
    ],
    ['is Envoy’s for what no route of the router takes', [defaults('a', 14_000), router('a', [{ PathExact: '/x' }, 5])], []],
    [
      'is no time at all where it is negative',
      [defaults('a', 30_000), resolver('a', -1)],
      ['MESH-TIMEOUT-UNREACHED service-resolver/a RequestTimeout'],
    ],
    [
      'is Envoy’s below a splitter, which hides the resolver',
      [defaults('a', 30_000), resolver('a', 30 * SECOND), entry('service-splitter', 'a', { Splits: [{ Weight: 100 }] })],
      ['MESH-TIMEOUT-UNREACHED service-defaults/a LocalRequestTimeoutMs'],
    ],
    ['is nothing for tcp', [entry('service-defaults', 'a', { Protocol: 'tcp', LocalRequestTimeoutMs: 30_000 })], []],
  ])('%s', (_, entries, expected) => {
    expect(findingsOf({ jobs: [meshJob('a')], entries })).toEqual(expected);
  });

  test('is that of its own sidecar before that of its defaults', () => {
    const Config = { local_request_timeout_ms: 30_000 };
    const job = jobOf('a', { Services: [{ Name: 'a', PortLabel: '80', Connect: { SidecarService: { Proxy: { Config } } } }] });
    expect(findingsOf({ jobs: [job], entries: [defaults('a', 5000), resolver('a', 30 * SECOND)] })).toEqual([]);
  });
});

describe('along a call', () => {
  const both = (name: string, seconds: number): EstateEntry[] => [defaults(name, seconds * 1000), resolver(name, seconds * SECOND)];
  const CALL = [meshJob('caller', ['callee']), meshJob('callee')];
  const TOO_LATE = ['MESH-TIMEOUT-CHAIN caller TaskGroups[0].Services[0].Connect.SidecarService.Proxy.Upstreams[0]'];

  test.each<[string, readonly EstateEntry[], readonly string[]]>([
    ['the callee may take as long as the caller has', [...both('caller', 5), ...both('callee', 5)], []],
    ['but no longer', [...both('caller', 5), ...both('callee', 6)], TOO_LATE],
    ['unless it is a stream, whose end nobody waits for', [...both('caller', 5), ...both('callee', 86_400)], []],
    ['or speaks tcp', [...both('caller', 5), entry('service-defaults', 'callee', { Protocol: 'tcp' })], []],
  ])('%s', (_, entries, expected) => {
    expect(findingsOf({ jobs: CALL, entries })).toEqual(expected);
  });

  test('a caller whom nobody calls has all the time', () => {
    const worker = jobOf('caller', {
      Services: [{ Name: 'caller', Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'callee' }] } } } }],
    });
    expect(findingsOf({ jobs: [worker, meshJob('callee')], entries: [...both('caller', 5), ...both('callee', 30)] })).toEqual([]);
  });

  test.each<[string, JsonObject, boolean]>([
    ['counts for its own requests alone', { PathExact: '/fast', Methods: ['GET'] }, false],
    ['counts for what no fast route takes', { PathExact: '/slow', Methods: ['GET'] }, true],
    ['counts for every method where the route has some', { PathExact: '/fast' }, true],
    ['counts for a template below the prefix of the fast route', { PathRegex: '/items/[^/]+', Methods: ['GET'] }, false],
  ])('a route of the callee %s', (_, HTTP, found) => {
    const routes = router(
      'callee',
      [{ PathExact: '/fast', Methods: ['GET'] }, 2],
      [{ PathPrefix: '/items/', Methods: ['GET'] }, 2],
      [{ PathPrefix: '/' }, 30],
    );
    const intentions = entry('service-intentions', 'callee', { Sources: [{ Name: 'caller', Permissions: [{ Action: 'allow', HTTP }] }] });
    const entries = [...both('caller', 5), defaults('callee', 30_000), routes, intentions];
    expect(findingsOf({ jobs: CALL, entries })).toEqual(found ? TOO_LATE : []);
  });
});

describe('a retry', () => {
  const route = (HTTP: JsonObject, retries: JsonObject, Meta?: JsonObject): string[] =>
    findingsOf({
      entries: [
        entry('service-router', 'a', {
          Routes: [{ Match: { HTTP }, Destination: { NumRetries: 2, ...retries } }],
          ...(Meta === undefined ? {} : { Meta }),
        }),
      ],
    });
  const UNSAFE = ['MESH-RETRY-UNSAFE service-router/a Routes[0].Destination'];

  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['of a POST on an answer', { PathPrefix: '/', Methods: ['POST'] }, { RetryOn: ['5xx'] }, UNSAFE],
    ['of a POST on a status', { PathPrefix: '/', Methods: ['POST'] }, { RetryOnStatusCodes: [503] }, UNSAFE],
    ['of every method', { PathPrefix: '/' }, { RetryOn: ['reset'] }, UNSAFE],
    [
      'of a POST that never arrived',
      { PathPrefix: '/', Methods: ['POST'] },
      { RetryOn: ['connect-failure', 'refused-stream'], RetryOnConnectFailure: true },
      [],
    ],
    ['of a PUT', { PathPrefix: '/', Methods: ['PUT'] }, { RetryOn: ['5xx'] }, []],
  ])('%s', (_, HTTP, retries, expected) => {
    expect(route(HTTP, retries)).toEqual(expected);
  });

  test('may be said to do no harm, for the requests of its route', () => {
    const HTTP = { PathExact: '/orders', Methods: ['POST'] };
    expect(route(HTTP, { RetryOn: ['5xx'] }, { 'idempotent POST /orders': 'orders carry a client id' })).toEqual([]);
    expect(route(HTTP, { RetryOn: ['5xx'] }, { 'idempotent POST /other': 'orders carry a client id' })).toEqual(UNSAFE);
  });

  test('at an edge is one, too', () => {
    const rule = (Method: string): string[] =>
      findingsOf({
        entries: [
          entry('http-route', 'r', { Rules: [{ Matches: [{ Method }], Filters: { RetryFilter: { NumRetries: 1, RetryOn: ['5xx'] } } }] }),
        ],
      });
    expect(rule('POST')).toEqual(['MESH-RETRY-UNSAFE http-route/r Rules[0].Filters.RetryFilter']);
    expect(rule('GET')).toEqual([]);
  });
});

describe('connections at their most', () => {
  const limits = (max_connections: number): JsonObject => ({ DestinationName: 'callee', Config: { limits: { max_connections } } });
  const count = (id: string, Count: number, upstreams: readonly JsonObject[] = []): ReturnType<typeof jobOf> =>
    jobOf(id, { Count, Services: [{ Name: id, PortLabel: '80', Connect: { SidecarService: { Proxy: { Upstreams: upstreams } } } }] });
  const inbound = (MaxInboundConnections: number): EstateEntry =>
    entry('service-defaults', 'callee', { Protocol: 'http', MaxInboundConnections });
  const others = [defaults('one'), defaults('two')];
  const TOO_MANY = ['MESH-FAN-IN service-defaults/callee MaxInboundConnections'];

  test.each<[string, number, readonly string[]]>([
    ['of all callers and instances together may be what the callee takes', 100, []],
    ['and not one more', 99, TOO_MANY],
  ])('%s', (_, most, expected) => {
    const jobs = [count('one', 4, [limits(30)]), count('two', 2, [limits(40)]), count('callee', 2)];
    expect(findingsOf({ jobs, entries: [...others, inbound(most)] })).toEqual(expected);
  });

  test('are stated by the caller’s defaults as well', () => {
    const stated = entry('service-defaults', 'one', { Protocol: 'http', UpstreamConfig: { Defaults: { Limits: { MaxConnections: 60 } } } });
    const jobs = [count('one', 2, [{ DestinationName: 'callee' }]), count('callee', 1)];
    expect(findingsOf({ jobs, entries: [stated, inbound(119)] })).toEqual(TOO_MANY);
    expect(findingsOf({ jobs, entries: [stated, inbound(120)] })).toEqual([]);
  });

  test('of a caller that states none are unknown', () => {
    expect(
      findingsOf({ jobs: [count('one', 50, [{ DestinationName: 'callee' }]), count('callee', 1)], entries: [...others, inbound(1)] }),
    ).toEqual([]);
  });
});
