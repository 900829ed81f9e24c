import { pathRegex, type HeaderMatch, type PathMatch, type PermissionsOf, type RequestMatch } from '../mesh';
import type { IntentionHTTPHeaderPermission, IntentionHTTPPermission } from './config-entry.generated';

/** One permission of an intention, in Consul's words. */
export interface IntentionPermission {
  readonly Action: 'allow' | 'deny';
  readonly HTTP: IntentionHTTPPermission;
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
 * Paths that may be another path to whoever answers: with `.` or `..` as a part, empty parts, or an encoded dot, slash or
 * backslash. Sidecars bring paths into one form before they look at permissions; a terminating gateway does not, and
 * `/public/../admin` begins with `/public/`.
 */
const DENY_OTHER_FORMS: IntentionPermission = {
  Action: 'deny',
  HTTP: { PathRegex: String.raw`.*(?:/\.\.?(?:/.*)?|//.*|\\.*|%(?:2[eEfF]|5[cC]).*)` },
};

/** Where a destination's permissions are looked at. */
export interface IntentionSettings {
  /** By a terminating gateway, which takes paths as they are sent. @default false: by the destination's own sidecar */
  readonly behindGateway?: boolean | undefined;
}

/**
 * Sources of a destination's entry: exactly the permitted callers, then everybody else denied. Sorted as Consul gives
 * them back: by precedence, then name.
 */
export function intentionSources(callers: PermissionsOf, { behindGateway = false }: IntentionSettings = {}): IntentionSource[] {
  const sources = [...callers].map(([name, permission]): IntentionSource => {
    const base = { Name: name, Type: 'consul', Precedence: PRECEDENCE.exactToExact } as const;
    if (permission.kind === 'connection') return { ...base, Action: 'allow' };
    return {
      ...base,
      Permissions: [
        ...(behindGateway && mayLeadElsewhere(permission.requests) ? [DENY_OTHER_FORMS] : []),
        ...permission.requests.map((request): IntentionPermission => ({ Action: 'allow', HTTP: httpPermission(request) })),
        DENY_REST,
      ],
    };
  });
  sources.sort((a, b) => (a.Name < b.Name ? -1 : 1));
  return [...sources, { Name: '*', Type: 'consul', Precedence: PRECEDENCE.anyToExact, Action: 'deny' }];
}

/** Whether a permitted path could have a part that leads to one that is not. Where every request is permitted there is none. */
function mayLeadElsewhere(requests: readonly RequestMatch[]): boolean {
  const everything = requests.some(({ path, methods, headers }) => isEveryPath(path) && methods.length + headers.length === 0);
  return !everything && requests.some(({ path }) => path.kind !== 'exact' && !isEveryPath(path));
}

function isEveryPath(path: PathMatch): boolean {
  return path.kind === 'prefix' && path.value === '/';
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
export function headerMember(header: HeaderMatch): IntentionHTTPHeaderPermission & { readonly Name: string } {
  if (header.match === 'present') return { Name: header.name, Present: true };
  return { Name: header.name, [HEADER_MEMBERS[header.match]]: header.value ?? '' };
}
