import { re2WholeMatch, type SeenRequest } from '../envoy';
import type { IntentionHTTPHeaderPermission, IntentionHTTPPermission } from './config-entry.generated';

/** A request as a caller's application sends it. */
export interface MeshRequest {
  readonly method: string;
  /** With or without a query, which no permission looks at. */
  readonly path: string;
  /** The case of names does not matter. A header that comes several times is one, its values joined with commas. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether a request is one of those that a permission speaks of; undefined where that cannot be known here. */
export type RequestMatcher = (request: SeenRequest) => boolean | undefined;

/** Headers that sidecars set themselves, whatever the application sends. */
export const SET_BY_SIDECARS =
  /^(?::scheme|te|connection|upgrade|transfer-encoding|content-length|x-request-id|x-forwarded-.*|x-envoy-.*)$/;

/** What Envoy compares for a permission of an intention, as Consul configures it. All conditions have to hold; none is every request. */
export function requestMatcher(http: IntentionHTTPPermission = {}): RequestMatcher {
  const conditions: RequestMatcher[] = [];
  const path = pathMatcher(http);
  if (path !== undefined) conditions.push(path);
  for (const header of http.Header ?? []) {
    const condition = headerMatcher(header);
    if (condition !== undefined) conditions.push(condition);
  }
  if (http.Methods !== undefined && http.Methods.length > 0) {
    const methods = new Set(http.Methods.map((method) => method.toUpperCase()));
    conditions.push(({ method }) => methods.has(method));
  }
  return (request) => {
    let sure = true;
    for (const condition of conditions) {
      const holds = condition(request);
      if (holds === false) return false;
      if (holds === undefined) sure = false;
    }
    return sure ? true : undefined;
  };
}

/** An empty text is no condition: Consul's structures do not know it from one that is left out. */
export function pathMatcher({
  PathExact,
  PathPrefix,
  PathRegex,
}: IntentionHTTPPermission): ((request: Pick<SeenRequest, 'path'>) => boolean | undefined) | undefined {
  if (given(PathExact)) return ({ path }) => path === PathExact;
  if (given(PathPrefix)) return ({ path }) => path.startsWith(PathPrefix);
  if (!given(PathRegex)) return undefined;
  const regex = re2WholeMatch(PathRegex);
  return ({ path }) => regex?.test(path);
}

function headerMatcher(header: IntentionHTTPHeaderPermission): RequestMatcher | undefined {
  const compares = valueMatcher(header);
  if (compares === undefined) return undefined;
  const name = (header.Name ?? '').toLowerCase();
  if (SET_BY_SIDECARS.test(name)) return () => undefined;
  const present = compares === 'present';
  const invert = header.Invert === true;
  return (request) => {
    const value = valueOf(request, name);
    if (value === undefined) return undefined;
    // A header that is not there has no value that could be another one: only its presence can be denied.
    if (value === null) return present && invert;
    const holds = present ? true : compares(value);
    return holds === undefined ? undefined : holds !== invert;
  };
}

/** How a value is compared; the first of the members that is given, in the order in which Consul looks at them. */
export function valueMatcher(header: IntentionHTTPHeaderPermission): ((value: string) => boolean | undefined) | 'present' | undefined {
  const { Exact, Regex, Prefix, Suffix, Contains, Present } = header;
  const folded = header.IgnoreCase === true ? lowerAscii : (text: string) => text;
  if (given(Exact)) return (value) => folded(value) === folded(Exact);
  if (given(Regex)) {
    const regex = re2WholeMatch(Regex);
    return (value) => regex?.test(value);
  }
  if (given(Prefix)) return (value) => folded(value).startsWith(folded(Prefix));
  if (given(Suffix)) return (value) => folded(value).endsWith(folded(Suffix));
  if (given(Contains)) return (value) => folded(value).includes(folded(Contains));
  return Present === true ? 'present' : undefined;
}

/** The value of a header; null where it is not there, undefined where only the sidecars know. */
function valueOf({ method, path, query, headers }: SeenRequest, name: string): string | null | undefined {
  switch (name) {
    case ':method':
      return method;
    case ':path':
      return path + query; // Envoy's name for the path holds the query too
    case 'host':
    case ':authority':
      return headers.get('host') ?? headers.get(':authority');
    default:
      return headers.get(name) ?? null;
  }
}

const given = (text: string | undefined): text is string => text !== undefined && text !== '';
const lowerAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
