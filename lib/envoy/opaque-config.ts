import { isPlainObject, versionRank } from '../model';
import { nearest } from '../problems';
import { show } from '../values';

/** Where a config stands that Consul hands to a proxy unread. */
export type OpaquePlace = 'proxy' | 'upstream' | 'gateway' | 'defaults';

/**
 * What the value of a key is. `json` is one object, `json-list` objects with commas between them, `text` anything that no
 * syntax is known of. Lengths of time are milliseconds by their names; those of an outlier detection are nanoseconds.
 */
type ValueKind =
  'number' | 'milliseconds' | 'duration' | 'bool' | 'text' | 'list' | 'json' | 'json-list' | 'protocol' | 'balance' | 'object';

interface OpaqueKey {
  readonly kind: ValueKind;
  readonly places: readonly OpaquePlace[];
  /** Replaces what Consul makes for the proxy. */
  readonly escape?: true;
  /** First version of Consul that reads it. */
  readonly since?: string;
  /** Keys below it. */
  readonly members?: Readonly<Record<string, ValueKind>>;
}

const SIDECAR = ['proxy', 'defaults'] as const;
const GATEWAY = ['gateway', 'defaults'] as const;
const ANY = ['proxy', 'gateway', 'defaults'] as const;
const UPSTREAM = ['upstream'] as const;

/** Every key that Consul 1.22.7 reads, in its sidecars, its gateways and its bootstrap of Envoy. */
const KEYS: ReadonlyMap<string, OpaqueKey> = new Map<string, OpaqueKey>([
  ['protocol', { kind: 'protocol', places: ['proxy', 'upstream', 'defaults'] }],
  ['bind_address', { kind: 'text', places: ANY }],
  ['bind_port', { kind: 'number', places: ANY }],
  ['local_connect_timeout_ms', { kind: 'milliseconds', places: SIDECAR }],
  ['local_request_timeout_ms', { kind: 'milliseconds', places: SIDECAR }],
  ['local_idle_timeout_ms', { kind: 'milliseconds', places: SIDECAR, since: '1.14.2' }],
  ['max_inbound_connections', { kind: 'number', places: SIDECAR }],
  ['balance_inbound_connections', { kind: 'balance', places: SIDECAR }],
  ['max_request_headers_kb', { kind: 'number', places: ANY, since: '1.21.5' }],
  ['xds_fetch_timeout_ms', { kind: 'milliseconds', places: ANY, since: '1.15.8' }],
  ['envoy_public_listener_json', { kind: 'json', places: SIDECAR, escape: true }],
  ['envoy_local_cluster_json', { kind: 'json', places: SIDECAR, escape: true }],
  ['envoy_listener_tracing_json', { kind: 'json', places: ANY }],
  ['envoy_prometheus_bind_addr', { kind: 'text', places: ANY }],
  ['envoy_stats_bind_addr', { kind: 'text', places: ANY }],
  ['envoy_stats_tags', { kind: 'list', places: ANY }],
  ['envoy_stats_flush_interval', { kind: 'text', places: ANY }],
  ['envoy_stats_config_json', { kind: 'json', places: ANY }],
  ['envoy_statsd_url', { kind: 'text', places: ANY }],
  ['envoy_dogstatsd_url', { kind: 'text', places: ANY }],
  ['envoy_tracing_json', { kind: 'json', places: ANY }],
  ['envoy_extra_static_clusters_json', { kind: 'json-list', places: ANY }],
  ['envoy_extra_static_listeners_json', { kind: 'json-list', places: ANY }],
  ['envoy_extra_stats_sinks_json', { kind: 'json-list', places: ANY }],
  ['envoy_bootstrap_json_tpl', { kind: 'text', places: ANY, escape: true }],
  ['envoy_telemetry_collector_bind_socket_dir', { kind: 'text', places: ANY }],
  ['connect_timeout_ms', { kind: 'milliseconds', places: ['upstream', 'gateway', 'defaults'] }],
  [
    'limits',
    {
      kind: 'object',
      places: UPSTREAM,
      members: { max_connections: 'number', max_pending_requests: 'number', max_concurrent_requests: 'number' },
    },
  ],
  [
    'passive_health_check',
    {
      kind: 'object',
      places: UPSTREAM,
      members: {
        interval: 'duration',
        max_failures: 'number',
        enforcing_consecutive_5xx: 'number',
        max_ejection_percent: 'number',
        base_ejection_time: 'duration',
      },
    },
  ],
  ['mesh_gateway', { kind: 'object', places: UPSTREAM, members: { mode: 'text' } }],
  ['balance_outbound_connections', { kind: 'balance', places: UPSTREAM }],
  ['envoy_listener_json', { kind: 'json', places: UPSTREAM, escape: true }],
  ['envoy_cluster_json', { kind: 'json', places: UPSTREAM, escape: true }],
  ['envoy_gateway_bind_tagged_addresses', { kind: 'bool', places: GATEWAY }],
  ['envoy_gateway_bind_addresses', { kind: 'object', places: GATEWAY }],
  ['envoy_gateway_no_default_bind', { kind: 'bool', places: GATEWAY }],
  ['envoy_mesh_gateway_bind_tagged_addresses', { kind: 'bool', places: GATEWAY }],
  ['envoy_mesh_gateway_bind_addresses', { kind: 'object', places: GATEWAY }],
  ['envoy_mesh_gateway_no_default_bind', { kind: 'bool', places: GATEWAY }],
  ['envoy_dns_discovery_type', { kind: 'text', places: GATEWAY }],
  ['envoy_gateway_remote_tcp_enable_keepalive', { kind: 'bool', places: GATEWAY }],
  ['envoy_gateway_remote_tcp_keepalive_time', { kind: 'number', places: GATEWAY }],
  ['envoy_gateway_remote_tcp_keepalive_interval', { kind: 'number', places: GATEWAY }],
  ['envoy_gateway_remote_tcp_keepalive_probes', { kind: 'number', places: GATEWAY }],
]);

/** Upstream settings have two spellings: `connect_timeout_ms`, and `ConnectTimeoutMs` as in service-defaults. Case is not looked at. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  [...KEYS.keys(), ...[...KEYS.values()].flatMap(({ members = {} }) => Object.keys(members))].flatMap((key) => [
    [key, key] as const,
    [key.replaceAll('_', ''), key] as const,
  ]),
);

/** What is wrong with an opaque config. */
export interface OpaqueFault {
  /** A key nobody reads, a value nobody can read, JSON that is none, or a part of the proxy that is replaced. */
  readonly kind: 'key' | 'value' | 'json' | 'escape';
  /** Below the config. */
  readonly at: string;
  readonly message: string;
  readonly value?: string;
  readonly limit?: string;
  readonly fix: string;
}

const NONE: readonly OpaqueFault[] = [];

/** What Consul and Envoy make of an opaque config. The servers take any key and say nothing. @param consul version of the servers */
export function opaqueFaults(
  config: Readonly<Record<string, unknown>> | undefined,
  place: OpaquePlace,
  consul: string,
): readonly OpaqueFault[] {
  let faults: OpaqueFault[] | undefined;
  for (const name in config) {
    const value = config[name];
    if (value === undefined || value === null) continue;
    const spelling = KEYS.has(name) ? name : SPELLINGS.get(name.toLowerCase());
    const key = spelling === undefined ? undefined : KEYS.get(spelling);
    const found =
      key?.places.includes(place) !== true
        ? [unknownKey(name, place, spelling)]
        : key.since !== undefined && versionRank(consul) < versionRank(key.since)
          ? [newKey(name, key.since, consul)]
          : valueFaults(name, key, value);
    if (found.length > 0) (faults ??= []).push(...found);
  }
  return faults ?? NONE;
}

const PLACES: Readonly<Record<OpaquePlace, string>> = {
  proxy: 'the Config of the proxy',
  upstream: 'the Config of an upstream',
  gateway: 'the Config of a gateway',
  defaults: 'proxy-defaults',
};

function unknownKey(name: string, place: OpaquePlace, spelling: string | undefined): OpaqueFault {
  const elsewhere = KEYS.get(spelling ?? '')?.places[0];
  const here = [...KEYS].flatMap(([key, { places }]) => (places.includes(place) ? [key] : []));
  const near = elsewhere === undefined ? nearest(name, here) : undefined;
  return {
    kind: 'key',
    at: name,
    message: 'no part of Consul or Envoy reads this key here, and nobody says so',
    value: show(name),
    fix: elsewhere !== undefined ? `move it to ${PLACES[elsewhere]}` : near === undefined ? 'remove it' : `write ${near}`,
  };
}

function newKey(name: string, since: string, consul: string): OpaqueFault {
  return {
    kind: 'key',
    at: name,
    message: `Consul ${consul} does not read this key yet, and nobody says so`,
    value: show(name),
    limit: `Consul ${since} or later`,
    fix: 'remove it, or declare the newer version once the servers run it',
  };
}

function valueFaults(name: string, { kind, members, escape }: OpaqueKey, value: unknown): readonly OpaqueFault[] {
  // Nearly every value is what it has to be.
  if (escape === undefined && members === undefined && wrongValue(kind, value) === undefined) return NONE;
  const faults: OpaqueFault[] = [];
  if (escape === true) {
    faults.push({
      kind: 'escape',
      at: name,
      message: 'this replaces what Consul makes for the proxy, and may take its mutual TLS and its intentions away',
      fix: 'use a setting of service-defaults or an extension of Envoy, where one does it',
    });
  }
  const wrong = wrongValue(kind, value);
  if (wrong !== undefined) faults.push({ kind: kind.startsWith('json') ? 'json' : 'value', at: name, value: show(value), ...wrong });
  if (members !== undefined && isPlainObject(value)) {
    for (const member in value) {
      const known = SPELLINGS.get(member.toLowerCase());
      const memberKind = known === undefined ? undefined : members[known];
      if (memberKind === undefined) {
        const near = nearest(member, Object.keys(members));
        faults.push({
          kind: 'key',
          at: `${name}.${member}`,
          message: `no part of Consul or Envoy reads this key in ${name}, and nobody says so`,
          value: show(member),
          fix: near === undefined ? `remove it: ${name} knows ${Object.keys(members).join(', ')}` : `write ${near}`,
        });
      } else {
        const memberWrong = wrongValue(memberKind, value[member]);
        if (memberWrong !== undefined) faults.push({ kind: 'value', at: `${name}.${member}`, value: show(value[member]), ...memberWrong });
      }
    }
  }
  return faults;
}

type Wrong = Pick<OpaqueFault, 'message' | 'limit' | 'fix'>;

const UNREADABLE = 'Consul cannot read this, and leaves out all settings of the proxy beside it';
const PROTOCOLS = ['tcp', 'http', 'http2', 'grpc'];
/** A day: longer than any timeout of a proxy. */
const LONGEST_MS = 86_400_000;
const SHORTEST_NS = 1_000_000;

function wrongValue(kind: ValueKind, value: unknown): Wrong | undefined {
  // What Nomad fills in is known to nobody here.
  if (typeof value === 'string' && value.includes('${') && !kind.startsWith('json')) return undefined;
  switch (kind) {
    case 'number':
      return isNumber(value) ? undefined : { message: UNREADABLE, limit: 'a whole number', fix: 'write a number' };
    case 'milliseconds':
      if (!isNumber(value)) return { message: UNREADABLE, limit: 'a whole number of milliseconds', fix: 'write a number' };
      if (Math.abs(Number(value)) <= LONGEST_MS) return undefined;
      return {
        message: 'nobody waits this long: the unit is milliseconds',
        limit: `at most ${String(LONGEST_MS)}`,
        fix: 'write milliseconds',
      };
    case 'duration':
      if (typeof value === 'string') {
        return /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(value) || value === '0'
          ? undefined
          : { message: UNREADABLE, limit: 'nanoseconds, or text with a unit', fix: "write for instance '10s'" };
      }
      if (!isNumber(value)) return { message: UNREADABLE, limit: 'nanoseconds, or text with a unit', fix: "write for instance '10s'" };
      if (value === 0 || Number(value) >= SHORTEST_NS) return undefined;
      return {
        message: 'a number here is nanoseconds',
        limit: 'at least a millisecond, 1000000',
        fix: `write '${String(value)}s' for seconds`,
      };
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
        ? undefined
        : { message: UNREADABLE, limit: 'true or false', fix: 'write true or false' };
    case 'protocol':
      if (typeof value === 'string' && PROTOCOLS.includes(value.toLowerCase())) return undefined;
      return { message: 'Consul takes any other word for tcp', limit: PROTOCOLS.join(', '), fix: 'write the protocol of the service' };
    case 'balance':
      return value === '' || value === 'exact_balance'
        ? undefined
        : { message: UNREADABLE, limit: 'exact_balance', fix: 'write exact_balance, or leave it out' };
    case 'object':
      return isPlainObject(value) || Array.isArray(value) ? undefined : { message: UNREADABLE, limit: 'an object', fix: 'write an object' };
    case 'json':
    case 'json-list':
      return wrongJson(kind, value);
    case 'list':
    case 'text':
      return undefined;
  }
}

function wrongJson(kind: 'json' | 'json-list', value: unknown): Wrong | undefined {
  const limit =
    kind === 'json' ? 'the text of one JSON object' : 'the text of JSON objects, with commas between them and no brackets around them';
  if (typeof value !== 'string') return { message: 'Envoy does not start: this is no text', limit, fix: 'write the JSON as a text' };
  // A variable of Nomad may stand for a number, which no JSON has bare braces for.
  const text = value.replace(/\$\{[^}]*\}/g, '0').trim();
  if (text === '') return undefined;
  try {
    const parsed = JSON.parse(kind === 'json' ? text : `[${text}]`) as unknown;
    const objects = kind === 'json' ? [parsed] : (parsed as unknown[]);
    if (objects.every(isPlainObject)) return undefined;
  } catch {
    return { message: 'this is not JSON, and Envoy does not get it', limit, fix: 'write it with JSON.stringify' };
  }
  return {
    message: 'this is JSON of another form, and Envoy does not take it',
    limit,
    fix: kind === 'json' ? 'write one object' : 'leave the brackets around the objects out',
  };
}

function isNumber(value: unknown): boolean {
  return Number.isInteger(typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);
}
