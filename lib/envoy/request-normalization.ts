/** A request as the rules of a sidecar see it. */
export interface SeenRequest {
  readonly method: string;
  /** In its one form, without the query. */
  readonly path: string;
  /** The question mark and what follows; empty where there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** How a proxy puts requests into one form before any rule looks at them. */
export interface RequestNormalization {
  /** `.` and `..` are resolved, backslashes turned, letters without a meaning unescaped (RFC 3986). */
  readonly paths: boolean;
  /** Several slashes in a row are one. */
  readonly mergeSlashes: boolean;
  /** What is done with `%2F` and `%5C`. */
  readonly escapedSlashes: 'keep' | 'reject' | 'redirect' | 'unescape';
  /** What is done with headers that have an underscore in their name. */
  readonly underscores: 'keep' | 'reject' | 'drop';
}

/** Requests as they come. */
export const RAW_REQUESTS: RequestNormalization = { paths: false, mergeSlashes: false, escapedSlashes: 'keep', underscores: 'keep' };

/**
 * A request in its one form; undefined where the proxy answers it itself, with 400 or a redirect.
 * @param path with or without a query; @param headers names in any case
 */
export function normalizedRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  how: RequestNormalization,
): SeenRequest | undefined {
  const seen = pathSeen(path, how);
  if (seen === undefined) return undefined;
  const byName = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (how.underscores !== 'keep' && name.includes('_')) {
      if (how.underscores === 'reject') return undefined;
      continue;
    }
    byName.set(name.toLowerCase(), value);
  }
  return { method, path: seen, query: path.slice(withoutQuery(path).length), headers: byName };
}

function pathSeen(path: string, how: RequestNormalization): string | undefined {
  if (!/^\/[!-~]*$/.test(path) || path.includes('#')) return undefined;
  let seen = withoutQuery(path);
  if (how.escapedSlashes !== 'keep' && /%2f|%5c/i.test(seen)) {
    if (how.escapedSlashes !== 'unescape') return undefined;
    seen = seen.replaceAll(/%2f/gi, '/').replaceAll(/%5c/gi, '\\');
  }
  if (how.paths) {
    const normal = normalized(seen);
    if (normal === undefined) return undefined;
    seen = normal;
  }
  return how.mergeSlashes ? seen.replaceAll(/\/{2,}/g, '/') : seen;
}

function withoutQuery(path: string): string {
  const query = path.indexOf('?');
  return query === -1 ? path : path.slice(0, query);
}

function normalized(path: string): string | undefined {
  if (path.includes('%00')) return undefined;
  // Most paths have nothing to do.
  if (/^[\w/~!$&'()*+,:;=@-]*$/.test(path)) return path;
  const turned = path
    .replaceAll('\\', '/')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (escape, hex: string) => {
      const char = String.fromCodePoint(Number.parseInt(hex, 16));
      return /[\w.~-]/.test(char) ? char : escape;
    })
    .replaceAll(/["<>^`{|}]/g, (char) => encodeURIComponent(char));
  return withoutDots(turned);
}

/** `/a/./b/../c` → `/a/c`. Slashes in a row are segments without a name, as browsers see them. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment === '.' || segment === '..') {
      if (last) kept.push('');
    } else kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
