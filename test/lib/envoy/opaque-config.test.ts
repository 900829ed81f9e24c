import { opaqueFaults, type OpaquePlace } from '../../../lib/envoy';

const faults = (place: OpaquePlace, config: Record<string, unknown>, consul = '1.22.7'): string[] =>
  opaqueFaults(config, place, consul).map(({ kind, at, fix }) => `${kind} ${at}: ${fix}`);

describe('a config that Consul hands on unread', () => {
  test.each<[string, OpaquePlace, Record<string, unknown>, string[]]>([
    ['is good', 'proxy', { protocol: 'http', local_connect_timeout_ms: 1000, envoy_prometheus_bind_addr: '0.0.0.0:9102' }, []],
    ['is read in any case, and in both spellings', 'upstream', { ConnectTimeoutMs: 1000, LIMITS: { MaxConnections: 5 } }, []],
    ['has a misspelt key', 'proxy', { local_request_timeout: 5 }, ['key local_request_timeout: write local_request_timeout_ms']],
    ['has a key of another place', 'proxy', { limits: {} }, ['key limits: move it to the Config of an upstream']],
    ['has a misspelt member', 'upstream', { limits: { max_connection: 5 } }, ['key limits.max_connection: write max_connections']],
    ['has numbers as text', 'proxy', { bind_port: '8080' }, []],
    ['has a time with a unit', 'proxy', { local_request_timeout_ms: '5s' }, ['value local_request_timeout_ms: write a number']],
    [
      'has nanoseconds for milliseconds',
      'upstream',
      { connect_timeout_ms: 1_000_000_000 },
      ['value connect_timeout_ms: write milliseconds'],
    ],
    [
      'has seconds for nanoseconds',
      'upstream',
      { passive_health_check: { interval: 10 } },
      ["value passive_health_check.interval: write '10s' for seconds"],
    ],
    ['has a time as text where that is read', 'upstream', { passive_health_check: { interval: '10s' } }, []],
    ['has a protocol that is tcp in truth', 'proxy', { protocol: 'https' }, ['value protocol: write the protocol of the service']],
    ['has JSON with a variable of Nomad', 'proxy', { envoy_tracing_json: '{"port": ${NOMAD_PORT_x}}' }, []],
    ['has JSON without an end', 'proxy', { envoy_tracing_json: '{"a": ' }, ['json envoy_tracing_json: write it with JSON.stringify']],
    ['has objects with commas between them', 'proxy', { envoy_extra_static_clusters_json: '{"a":1},{"b":2}' }, []],
    [
      'has brackets around them',
      'proxy',
      { envoy_extra_static_clusters_json: '[{"a":1}]' },
      ['json envoy_extra_static_clusters_json: leave the brackets around the objects out'],
    ],
  ])('%s', (_what, place, config, expected) => {
    expect(faults(place, config)).toEqual(expected);
  });

  test('depends on the version of Consul', () => {
    expect(faults('proxy', { max_request_headers_kb: 96 }, '1.21.4')).toHaveLength(1);
    expect(faults('proxy', { max_request_headers_kb: 96 }, '1.21.5')).toEqual([]);
  });

  test('that replaces a part of the proxy is said', () => {
    expect(opaqueFaults({ envoy_public_listener_json: '{}' }, 'proxy', '1.22.7').map(({ kind }) => kind)).toEqual(['escape']);
  });
});
