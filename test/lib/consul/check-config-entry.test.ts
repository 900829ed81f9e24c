import fc from 'fast-check';
import { checkConfigEntry, configEntryToApiJson, type ConfigEntries } from '../../../lib/consul';
import { Duration } from '../../../lib/values';

const COMMUNITY = { nomad: '1.11.3', nomadProviderApi: '1.11.0', edition: 'community' } as const;
const ENTERPRISE = { ...COMMUNITY, edition: 'enterprise' } as const;

/** One good entry of each kind that a Community platform writes. */
const ENTRIES: { readonly [K in keyof ConfigEntries]?: ConfigEntries[K] } = {
  'proxy-defaults': {
    Config: { protocol: 'http', local_connect_timeout_ms: 1000 },
    MutualTLSMode: 'strict',
    AccessLogs: { Enabled: true, Type: 'stdout' },
  },
  mesh: {
    AllowEnablingPermissiveMutualTLS: false,
    TransparentProxy: { MeshDestinationsOnly: true },
    TLS: { Incoming: { TLSMinVersion: 'TLSv1_2' } },
    HTTP: {
      SanitizeXForwardedClientCert: true,
      Incoming: { RequestNormalization: { MergeSlashes: true, HeadersWithUnderscoresAction: 'REJECT_REQUEST' } },
    },
  },
  'service-defaults': {
    Kind: 'service-defaults',
    Protocol: 'http',
    LocalRequestTimeoutMs: 5000,
    BalanceInboundConnections: 'exact_balance',
    UpstreamConfig: {
      Defaults: {
        ConnectTimeoutMs: 1000,
        PassiveHealthCheck: { Interval: Duration.seconds(10), MaxFailures: 5, BaseEjectionTime: Duration.seconds(30) },
      },
    },
  },
  'service-resolver': {
    ConnectTimeout: Duration.seconds(1),
    RequestTimeout: Duration.seconds(5),
    LoadBalancer: { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: 2 } },
  },
  'service-router': {
    Routes: [
      {
        Match: { HTTP: { PathPrefix: '/quotes', Methods: ['GET'] } },
        Destination: {
          RequestTimeout: Duration.seconds(2),
          NumRetries: 2,
          RetryOn: ['connect-failure', 'unavailable'],
          RetryOnStatusCodes: [503],
        },
      },
    ],
  },
  'service-splitter': { Splits: [{ Weight: 99.99 }, { Weight: 0.01, Service: 'other' }] },
  'service-intentions': {
    Sources: [
      {
        Name: 'edge',
        Type: 'consul',
        Precedence: 9,
        Permissions: [{ Action: 'allow', HTTP: { PathPrefix: '/orders', Methods: ['GET', 'POST'] } }],
      },
      { Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' },
    ],
  },
  'api-gateway': {
    Listeners: [
      {
        Name: 'https',
        Port: 8443,
        Protocol: 'http',
        TLS: { MinVersion: 'TLSv1_2', Certificates: [{ Kind: 'file-system-certificate', Name: 'edge' }] },
      },
    ],
  },
  'http-route': {
    Parents: [{ Kind: 'api-gateway', Name: 'edge', SectionName: 'https' }],
    Hostnames: ['www.example.com'],
    Rules: [
      {
        Matches: [{ Path: { Match: 'prefix', Value: '/orders' } }],
        Filters: {
          Headers: [{ Remove: ['x-debug'] }],
          TimeoutFilter: { RequestTimeout: Duration.seconds(5) },
          RetryFilter: { NumRetries: 1, RetryOn: ['reset'] },
        },
        ResponseFilters: { Headers: [{ Set: { 'x-frame-options': 'DENY' } }] },
        Services: [{ Name: 'orders', Weight: 1 }],
      },
    ],
  },
  'tcp-route': { Services: [{ Name: 'feed' }] },
  'file-system-certificate': { Certificate: '/secrets/cert.pem', PrivateKey: '/secrets/key.pem' },
  'terminating-gateway': { Services: [{ Name: 'kafka', SNI: 'kafka.internal' }] },
  'exported-services': { Name: 'default', Services: [{ Name: 'orders', Consumers: [{ Peer: 'osaka' }] }] },
  'jwt-provider': {
    Issuer: 'bank',
    JSONWebKeySet: { Remote: { URI: 'https://idp', RequestTimeoutMs: 500, CacheDuration: Duration.minutes(5) } },
  },
};

describe('a good config entry', () => {
  test.each(Object.entries(ENTRIES))('of the kind %s has no findings', (kind, entry) => {
    expect(checkConfigEntry(kind, entry, COMMUNITY)).toEqual([]);
  });
});

describe('an unknown field', () => {
  test('is said with its address and the field that is meant', () => {
    expect(checkConfigEntry('service-router', { Routes: [{ Destination: { NumRetrys: 2 } }] }, COMMUNITY)).toEqual([
      {
        code: 'CONSUL-UNKNOWN-FIELD',
        at: 'Routes[0].Destination.NumRetrys',
        message: 'Consul has no field "NumRetrys" in ServiceRouteDestination',
        value: '"NumRetrys"',
        fix: 'write NumRetries',
      },
    ]);
  });

  test.each([
    ['in snake case', { local_request_timeout_ms: 1 }, 'write LocalRequestTimeoutMs: "local_request_timeout_ms" is its name in snake case'],
    ['in the wrong case', { protocol: 'http' }, 'write Protocol: names are compared letter by letter'],
    ['that belongs further down', { ConnectTimeoutMs: 1 }, 'move it to UpstreamConfig.Overrides[].ConnectTimeoutMs'],
  ])('%s is told what to write', (_, entry, fix) => {
    expect(checkConfigEntry('service-defaults', entry, COMMUNITY).map((finding) => finding.fix)).toEqual([fix]);
  });

  test('is what a later Consul has and the pinned provider drops', () => {
    expect(checkConfigEntry('mesh', { TLS: { Incoming: { ECDHCurves: ['X25519'] } } }, COMMUNITY).map((finding) => finding.code)).toEqual([
      'CONSUL-UNKNOWN-FIELD',
    ]);
  });
});

describe('a wrong value', () => {
  test.each<[string, keyof ConfigEntries, object, string, string, string]>([
    [
      'a number for a duration',
      'service-resolver',
      { RequestTimeout: 5 },
      'RequestTimeout',
      'RequestTimeout takes a Duration: Consul reads a number as nanoseconds',
      'write Duration.seconds(5)',
    ],
    [
      'text for a duration',
      'service-resolver',
      { RequestTimeout: '5s' },
      'RequestTimeout',
      'RequestTimeout takes a Duration, not text',
      'write Duration.parse("5s")',
    ],
    [
      'a duration for milliseconds',
      'service-defaults',
      { LocalRequestTimeoutMs: Duration.seconds(5) },
      'LocalRequestTimeoutMs',
      'LocalRequestTimeoutMs must be a whole number',
      'write 5000, in milliseconds',
    ],
    ['a protocol in capitals', 'service-defaults', { Protocol: 'HTTP' }, 'Protocol', 'Protocol has no value "HTTP"', 'write "http"'],
    [
      'another kind',
      'service-defaults',
      { Kind: 'service-default' },
      'Kind',
      'Kind has no value "service-default"',
      'write "service-defaults"',
    ],
    [
      'one of a list',
      'service-router',
      { Routes: [{ Destination: { RetryOn: ['conect-failure'] } }] },
      'Routes[0].Destination.RetryOn[0]',
      'an element of RetryOn has no value "conect-failure"',
      'write "connect-failure"',
    ],
    ['text for a share', 'service-splitter', { Splits: [{ Weight: '50' }] }, 'Splits[0].Weight', 'Weight must be a number', 'write 50'],
    [
      'a negative count',
      'service-router',
      { Routes: [{ Destination: { NumRetries: -1 } }] },
      'Routes[0].Destination.NumRetries',
      'NumRetries must be a whole number from 0 to 4294967295',
      'write a whole number from 0 to 4294967295',
    ],
  ])('is %s', (_, kind, entry, at, message, fix) => {
    expect(checkConfigEntry(kind, entry, COMMUNITY).map((finding) => [finding.code, finding.at, finding.message, finding.fix])).toEqual([
      ['CONSUL-TYPE', at, message, fix],
    ]);
  });
});

describe('the Enterprise edition', () => {
  test('has namespaces, and the community edition the default one', () => {
    expect(checkConfigEntry('service-defaults', { Namespace: 'default' }, COMMUNITY)).toEqual([]);
    expect(checkConfigEntry('service-defaults', { Namespace: 'trading' }, ENTERPRISE)).toEqual([]);
    expect(checkConfigEntry('service-defaults', { Namespace: 'trading' }, COMMUNITY)).toEqual([
      {
        code: 'EDITION',
        at: 'Namespace',
        message: 'ServiceConfigEntry.Namespace needs the Enterprise edition, and the platform declares the community one',
        value: '"trading"',
        limit: '"default"',
        fix: 'remove Namespace, or write "default"',
      },
    ]);
  });

  test('has rate limits of a service, JWT at the gateway and preference by locality', () => {
    expect(checkConfigEntry('service-defaults', { RateLimits: {} }, COMMUNITY)).toHaveLength(1);
    expect(checkConfigEntry('http-route', { Rules: [{ Filters: { JWT: {} } }] }, COMMUNITY)).toHaveLength(1);
    expect(checkConfigEntry('service-resolver', { PrioritizeByLocality: { Mode: 'failover' } }, COMMUNITY)).toHaveLength(1);
  });

  test('has kinds of its own', () => {
    expect(checkConfigEntry('sameness-group', { Members: [] }, ENTERPRISE)).toEqual([]);
    expect(checkConfigEntry('sameness-group', { Members: [] }, COMMUNITY)).toEqual([
      {
        code: 'EDITION',
        at: 'Kind',
        message: 'a sameness-group entry needs the Enterprise edition, and the platform declares the community one',
        value: '"sameness-group"',
        fix: 'remove the entry',
      },
    ]);
  });
});

test('what Consul fills in is refused', () => {
  expect(checkConfigEntry('http-route', { ModifyIndex: 7, Status: { Conditions: [] } }, COMMUNITY)).toMatchObject([
    { code: 'CONSUL-RULE', at: 'ModifyIndex', message: 'ModifyIndex is set by the Consul servers alone', fix: 'remove ModifyIndex' },
    { code: 'CONSUL-RULE', at: 'Status' },
  ]);
});

test('a kind that does not exist names the nearest', () => {
  expect(checkConfigEntry('service-default', {}, COMMUNITY)).toMatchObject([
    { code: 'CONSUL-TYPE', at: 'Kind', message: 'Consul has no config entry of kind "service-default"', fix: 'write service-defaults' },
  ]);
  expect(checkConfigEntry('toString', {}, COMMUNITY)).toHaveLength(1);
});

test('the compiler refuses a misspelt field, a number for a duration, and a value outside a closed set', () => {
  const misspelt: ConfigEntries['service-defaults'] = {
    // @ts-expect-error -- Protokol is no field
    Protokol: 'http',
  };
  const number: ConfigEntries['service-resolver'] = {
    // @ts-expect-error -- 5 is no Duration
    RequestTimeout: 5,
  };
  const value: ConfigEntries['service-defaults'] = {
    // @ts-expect-error -- https is no protocol
    Protocol: 'https',
  };
  const kind: ConfigEntries['service-defaults'] = {
    // @ts-expect-error -- an entry is of its own kind
    Kind: 'mesh',
  };
  expect([misspelt, value, kind].map((entry) => checkConfigEntry('service-defaults', entry, COMMUNITY).length)).toEqual([1, 1, 1]);
  expect(checkConfigEntry('service-resolver', number, COMMUNITY)).toHaveLength(1);
});

describe('written as JSON', () => {
  test('an entry has integer nanoseconds, and keeps its empty lists and objects', () => {
    const entry: ConfigEntries['service-resolver'] = {
      RequestTimeout: Duration.seconds(5),
      DefaultSubset: undefined,
      LoadBalancer: { HashPolicies: [] },
      Subsets: {},
    };
    expect(configEntryToApiJson('service-resolver', entry)).toEqual({
      RequestTimeout: 5_000_000_000,
      LoadBalancer: { HashPolicies: [] },
      Subsets: {},
    });
  });
});

test('a top-level field with a doubled letter is one finding that names the field', () => {
  const place = fc
    .constantFrom(...Object.entries(ENTRIES))
    .chain(([kind, entry]) =>
      fc.record({ kind: fc.constant(kind), entry: fc.constant(entry), key: fc.constantFrom(...Object.keys(entry)), letter: fc.nat() }),
    );
  fc.assert(
    fc.property(place, ({ kind, entry, key, letter }) => {
      const at = letter % key.length;
      const wrong = key.slice(0, at) + (key[at] ?? '') + key.slice(at);
      const renamed = Object.fromEntries(Object.entries(entry).map(([name, member]) => [name === key ? wrong : name, member as unknown]));
      expect(checkConfigEntry(kind, renamed, COMMUNITY).map((finding) => [finding.code, finding.at, finding.fix])).toEqual([
        ['CONSUL-UNKNOWN-FIELD', wrong, `write ${key}`],
      ]);
    }),
  );
});
