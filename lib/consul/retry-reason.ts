import { isPlainObject } from '../model';

/** Longest key that Consul takes in the Meta of an entry. */
const KEY_LIMIT = 128;

/** Longest value that it takes. */
const VALUE_LIMIT = 512;

/**
 * Member of a router's Meta that says why the requests of a route may be done twice, where their method does not say so: it
 * stands beside the retries, for whoever reviews the entry.
 * @param http `Match.HTTP` of the route
 */
export function retryReasonKey(http: unknown): string {
  const { Methods, PathExact, PathRegex, PathPrefix } = isPlainObject(http) ? http : {};
  const methods = Array.isArray(Methods) && Methods.length > 0 ? Methods.map(String).sort().join('|') : 'any';
  const path = text(PathExact) ?? (text(PathRegex) === undefined ? `${text(PathPrefix) ?? '/'}*` : `~${text(PathRegex) ?? ''}`);
  return `idempotent ${methods} ${path}`.slice(0, KEY_LIMIT);
}

/** A reason as Consul takes it. */
export function retryReason(reason: string): string {
  return reason.slice(0, VALUE_LIMIT);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
