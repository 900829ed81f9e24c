import {
  pathRegex,
  requestMatches,
  type HeaderMatch,
  type HttpMethod,
  type PathMatch,
  type PermissionsOf,
  type RequestMatch,
} from '../mesh';

/** One permission of an intention, in Consul's words. */
export interface IntentionPermission {
  readonly Action: 'allow' | 'deny';
  readonly HTTP: {
    readonly PathExact?: string;
    readonly PathPrefix?: string;
    readonly PathRegex?: string;
    readonly Methods?: readonly HttpMethod[];
    readonly Header?: readonly Readonly<Record<string, string | boolean>>[];
  };
}

/** One source of a service-intentions entry. */
export interface IntentionSource {
  readonly Name: string;
  readonly Type: 'consul';
  /** Filled by Consul; stated so that no plan shows a permanent difference. */
  readonly Precedence: number;
  readonly Action?: 'allow' | 'deny';
  readonly Permissions?: readonly IntentionPermission[];
}

/** What Consul computes from how exact an intention is (`computeIntentionPrecedence`, Community edition). */
export const PRECEDENCE = { exactToExact: 9, anyToExact: 8, exactToAny: 6, anyToAny: 5 } as const;

const DENY_REST: IntentionPermission = { Action: 'deny', HTTP: { PathPrefix: '/' } };

/**
 * Sources of a destination's entry: exactly the permitted callers, then everybody else denied. Sorted as Consul gives
 * them back: by precedence, then name.
 */
export function intentionSources(callers: PermissionsOf): IntentionSource[] {
  const sources = [...callers].map(([name, permission]): IntentionSource => {
    const base = { Name: name, Type: 'consul', Precedence: PRECEDENCE.exactToExact } as const;
    if (permission.kind === 'connection') return { ...base, Action: 'allow' };
    return {
      ...base,
      Permissions: [
        ...permission.requests.map((request): IntentionPermission => ({ Action: 'allow', HTTP: httpPermission(request) })),
        DENY_REST,
      ],
    };
  });
  sources.sort((a, b) => (a.Name < b.Name ? -1 : 1));
  return [...sources, { Name: '*', Type: 'consul', Precedence: PRECEDENCE.anyToExact, Action: 'deny' }];
}

function httpPermission(request: RequestMatch): IntentionPermission['HTTP'] {
  return {
    ...pathMember(request.path),
    ...(request.methods.length > 0 ? { Methods: request.methods } : {}),
    ...(request.headers.length > 0 ? { Header: request.headers.map(headerMember) } : {}),
  };
}

/** A path match in the words of intentions and routers. */
export function pathMember(path: PathMatch): { PathExact: string } | { PathPrefix: string } | { PathRegex: string } {
  if (path.kind === 'exact') return { PathExact: path.value };
  if (path.kind === 'prefix') return { PathPrefix: path.value };
  return { PathRegex: pathRegex(path) };
}

const HEADER_MEMBERS = { exact: 'Exact', prefix: 'Prefix', suffix: 'Suffix', contains: 'Contains', regex: 'Regex' } as const;

/** A header match in the words of intentions and routers. */
export function headerMember(header: HeaderMatch): Readonly<Record<string, string | boolean>> {
  if (header.match === 'present') return { Name: header.name, Present: true };
  return { Name: header.name, [HEADER_MEMBERS[header.match]]: header.value ?? '' };
}

/** A request as an intention sees it. */
export interface MeshRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Destination → sources of its service-intentions entry; the destination `*` is the mesh-wide one. */
export type Intentions = ReadonlyMap<string, readonly IntentionSource[]>;

/**
 * Whether Consul lets a request (or, without one, a connection) through: the one matching intention of highest
 * precedence decides, its permissions in order; permissions on a connection are a deny, and no match is a deny.
 */
export function intentionAllows(intentions: Intentions, source: string, destination: string, request?: MeshRequest): boolean {
  for (const target of [destination, '*']) {
    const sources = intentions.get(target) ?? [];
    const deciding = sources.find(({ Name }) => Name === source) ?? sources.find(({ Name }) => Name === '*');
    if (deciding !== undefined) return sourceAllows(deciding, request);
  }
  return false;
}

function sourceAllows(source: IntentionSource, request: MeshRequest | undefined): boolean {
  if (source.Permissions === undefined) return source.Action === 'allow';
  if (request === undefined) return false;
  const first = source.Permissions.find(({ HTTP }) => requestMatches(requestMatchOf(HTTP), request.method, request.path, request.headers));
  return first?.Action === 'allow';
}

function requestMatchOf(http: IntentionPermission['HTTP']): RequestMatch {
  const path: PathMatch =
    http.PathExact !== undefined
      ? { kind: 'exact', value: http.PathExact }
      : http.PathRegex !== undefined
        ? { kind: 'regex', value: http.PathRegex }
        : { kind: 'prefix', value: http.PathPrefix ?? '/' };
  const headers = (http.Header ?? []).map((header): HeaderMatch => {
    const name = String(header['Name']);
    for (const [match, member] of Object.entries(HEADER_MEMBERS))
      if (header[member] !== undefined) return { name, match: match as HeaderMatch['match'], value: String(header[member]) };
    return { name, match: 'present' };
  });
  return { methods: http.Methods ?? [], path, headers };
}
