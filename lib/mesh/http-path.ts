import type { Finding, ProblemCode } from '../problems';
import { show, Value } from '../values';

/** How a path is compared: Consul's PathExact, PathPrefix and PathRegex. A template is a regex that people can read. */
export type PathMatch =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'prefix'; readonly value: string }
  | { readonly kind: 'template'; readonly value: string }
  | { readonly kind: 'regex'; readonly value: string };

/** The path of a request, without its query. A bare string in a rule means {@link HttpPath.exact}; more has to be said. */
export class HttpPath extends Value {
  /** How the path is compared, as plain data. */
  readonly match: PathMatch;

  private constructor(match: PathMatch, problem?: Finding) {
    super(problem);
    this.match = match;
  }

  /** This path and no other. @param path starts with `/`, no query, no `..` */
  static exact(this: void, path: string): HttpPath {
    return new HttpPath({ kind: 'exact', value: path }, pathProblem(path));
  }

  /** This path and all that begins with it, letter by letter: `/orders` also opens `/orders-admin`; `/orders/` does not. */
  static prefix(this: void, path: string): HttpPath {
    return new HttpPath({ kind: 'prefix', value: path }, pathProblem(path) ?? rootPrefix(path));
  }

  /** One segment per `{name}`: `/accounts/{id}/balance`. */
  static template(this: void, path: string): HttpPath {
    return new HttpPath({ kind: 'template', value: path }, pathProblem(path) ?? templateProblem(path));
  }

  /** A regular expression of Envoy (RE2) that the whole path must match. Prefer a template: a reviewer can read it. */
  static regex(this: void, expression: string): HttpPath {
    return new HttpPath({ kind: 'regex', value: expression }, regexProblem(expression));
  }

  override toString(): string {
    return pathText(this.match);
  }
}

/** A path match as people read it: exact and template paths as written, a prefix with `*` behind it. */
export function pathText(match: PathMatch): string {
  return match.kind === 'prefix' ? `${match.value}*` : match.kind === 'regex' ? `~${match.value}` : match.value;
}

/** The regular expression (RE2, whole path) of a template or regex match. */
export function pathRegex(match: PathMatch): string {
  if (match.kind === 'regex') return match.value;
  return match.value
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('');
}

/** Whether a request path (without query) matches. */
export function pathMatches(match: PathMatch, path: string): boolean {
  if (match.kind === 'exact') return path === match.value;
  if (match.kind === 'prefix') return path.startsWith(match.value);
  return new RegExp(`^(?:${pathRegex(match)})$`).test(path);
}

function pathProblem(path: unknown): Finding | undefined {
  if (typeof path === 'string' && path.startsWith('/') && !/[?#\s\u0000-\u001f]|\/\/|%2e/i.test(path) && !path.split('/').includes('..'))
    return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'a path starts with / and has no query, fragment, blank or ..',
    value: show(path),
    fix: "for instance '/orders'",
  };
}

function rootPrefix(path: string): Finding | undefined {
  if (path !== '/') return undefined;
  return {
    code: 'MESH-EVERYTHING',
    message: "the prefix '/' opens every path",
    value: "'/'",
    fix: "say it in words: HttpRule.everything('reason')",
  };
}

function templateProblem(path: string): Finding | undefined {
  const rest = path.replaceAll(/\{[a-zA-Z][a-zA-Z0-9_]*\}/g, '');
  if (!/[{}]/.test(rest) && rest !== path) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'a template has at least one {name}, and its braces close',
    value: show(path),
    fix: "for instance '/accounts/{id}/balance', or HttpPath.exact without braces",
  };
}

function regexProblem(expression: unknown): Finding | undefined {
  const wrong = (code: ProblemCode, message: string, fix: string): Finding => ({ code, message, value: show(expression), fix });
  if (typeof expression !== 'string' || expression === '')
    return wrong('VALUE-INVALID', 'a regular expression is text', 'use HttpPath.template');
  // RE2, Envoy's engine, has neither look-around nor back references.
  if (/\(\?[=!<]|\\[1-9]/.test(expression)) {
    return wrong(
      'VALUE-INVALID',
      "Envoy's RE2 has neither look-around nor back references",
      'write it without them, or use HttpPath.template',
    );
  }
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${expression})$`);
  } catch {
    return wrong('VALUE-INVALID', 'the regular expression does not parse', 'mend it, or use HttpPath.template');
  }
  const opensAll = whole.test('/') && whole.test('/any/other');
  return opensAll
    ? wrong('MESH-EVERYTHING', 'the regular expression opens every path', "say it in words: HttpRule.everything('reason')")
    : undefined;
}
