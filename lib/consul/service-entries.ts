import type { EnvoyExtensionModel } from '../envoy';
import type { PermissionsOf, RequestMatch } from '../mesh';
import type { Duration, Protocol } from '../values';
import type { ConfigEntries, ConfigEntryKind, ServiceRouteDestination } from './config-entry.generated';
import { headerMember, intentionSources, pathMember, type IntentionSettings } from './intentions';
import { retryReason, retryReasonKey } from './retry-reason';
import type { InboundLimits, LoadBalancing, Retries, Traffic } from './traffic';

/** A config entry as `consul_config_entry` takes it: kind, name and the members of its JSON. */
export type EntryModel = {
  readonly [Kind in ConfigEntryKind]: {
    /** Kind of the entry, `service-defaults`. */
    readonly kind: Kind;
    /** What it is about: a Consul service name, `global` for proxy-defaults, `mesh` for mesh, `*` for every service. */
    readonly name: string;
    /** Its members in Consul's own words; durations are {@link Duration}. */
    readonly entry: ConfigEntries[Kind];
  };
}[ConfigEntryKind];

/** What the callee decides about its traffic. */
export interface InboundSettings {
  readonly name: string;
  readonly protocol: Protocol;
  /** Undefined for tcp: Envoy has no requests to time. */
  readonly requestTimeout: Duration | undefined;
  readonly traffic: readonly Traffic[];
  readonly loadBalancing: LoadBalancing | undefined;
  readonly limits: InboundLimits | undefined;
  readonly extensions: readonly EnvoyExtensionModel[];
  /** Whether a terminating gateway stands for it, instead of a sidecar of its own. @default false */
  readonly behindGateway?: boolean;
}

/** All entries of one service: defaults with an explicit protocol, resolver and router where needed, and its intentions. */
export function serviceEntries(settings: InboundSettings, callers: PermissionsOf): EntryModel[] {
  return [
    serviceDefaults(settings),
    ...serviceResolver(settings),
    ...serviceRouter(settings),
    serviceIntentions(settings.name, callers, settings),
  ];
}

/** The members without content are those Consul fills in: stated, so that no plan shows a permanent difference. */
export function serviceDefaults(settings: InboundSettings): EntryModel {
  const { limits, requestTimeout, extensions } = settings;
  return {
    kind: 'service-defaults',
    name: settings.name,
    entry: {
      Protocol: settings.protocol,
      MutualTLSMode: 'strict',
      Expose: {},
      MeshGateway: {},
      TransparentProxy: {},
      ...(limits?.options.maxConnections === undefined ? {} : { MaxInboundConnections: limits.options.maxConnections }),
      ...(limits?.options.balanceConnections === true ? { BalanceInboundConnections: 'exact_balance' } : {}),
      ...(requestTimeout === undefined ? {} : { LocalRequestTimeoutMs: requestTimeout.milliseconds }),
      ...(extensions.length === 0 ? {} : { EnvoyExtensions: extensions }),
    },
  };
}

function serviceResolver({ name, requestTimeout, loadBalancing }: InboundSettings): EntryModel[] {
  if (requestTimeout === undefined && loadBalancing === undefined) return [];
  return [
    {
      kind: 'service-resolver',
      name,
      entry: {
        ...(requestTimeout === undefined ? {} : { RequestTimeout: requestTimeout }),
        ...(loadBalancing === undefined ? {} : { LoadBalancer: loadBalancing.model }),
      },
    },
  ];
}

/** Where there is a router, callers do not look at the resolver's time: each route says its own, and a last one that of all else. */
function serviceRouter({ name, traffic, requestTimeout }: InboundSettings): EntryModel[] {
  if (traffic.length === 0) return [];
  const timeout = (own = requestTimeout) => (own === undefined ? {} : { RequestTimeout: own });
  const reasons: Record<string, string> = {};
  const declared = [...traffic].sort(mostSpecificFirst).map(({ request, options }) => {
    const HTTP = {
      ...pathMember(request.path),
      ...(request.methods.length > 0 ? { Methods: request.methods } : {}),
      ...(request.headers.length > 0 ? { Header: request.headers.map(headerMember) } : {}),
    };
    const because = options.retries?.options.idempotentBecause;
    if (because !== undefined) reasons[retryReasonKey(HTTP)] = retryReason(because);
    return { Match: { HTTP }, Destination: { Service: name, ...timeout(options.requestTimeout), ...retryMembers(options.retries) } };
  });
  const allElse = { Match: { HTTP: { PathPrefix: '/' } }, Destination: { Service: name, ...timeout() } };
  return [
    {
      kind: 'service-router',
      name,
      entry: {
        Routes: requestTimeout === undefined ? declared : [...declared, allElse],
        ...(Object.keys(reasons).length === 0 ? {} : { Meta: reasons }),
      },
    },
  ];
}

function retryMembers(
  retries: Retries | undefined,
): Pick<ServiceRouteDestination, 'NumRetries' | 'RetryOn' | 'RetryOnConnectFailure' | 'RetryOnStatusCodes'> {
  if (retries === undefined) return {};
  const { conditions = [], statusCodes = [] } = retries.options;
  return {
    NumRetries: retries.attempts,
    ...(conditions.includes('connect-failure') ? { RetryOnConnectFailure: true } : {}),
    ...(conditions.length === 0 ? {} : { RetryOn: [...conditions].sort() }),
    ...(statusCodes.length === 0 ? {} : { RetryOnStatusCodes: [...statusCodes].sort((a, b) => a - b) }),
  };
}

const KIND_ORDER = { exact: 0, template: 1, regex: 2, prefix: 3 } as const;

/** Consul takes the first route that matches: exact paths before templates before prefixes, longer before shorter. */
function mostSpecificFirst(a: { readonly request: RequestMatch }, b: { readonly request: RequestMatch }): number {
  const left = a.request.path;
  const right = b.request.path;
  return (
    KIND_ORDER[left.kind] - KIND_ORDER[right.kind] ||
    right.value.length - left.value.length ||
    (left.value < right.value ? -1 : left.value > right.value ? 1 : 0) ||
    b.request.headers.length - a.request.headers.length ||
    (JSON.stringify(a.request) < JSON.stringify(b.request) ? -1 : 1)
  );
}

/** The one intentions entry of a destination. */
export function serviceIntentions(name: string, callers: PermissionsOf, settings: IntentionSettings = {}): EntryModel {
  return { kind: 'service-intentions', name, entry: { Sources: intentionSources(callers, settings) } };
}
