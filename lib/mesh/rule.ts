import type { Finding } from '../problems';
import { reasonProblem, show, Value } from '../values';
import { HttpPath, pathMatches, pathText, type PathMatch } from './http-path';

export const HTTP_METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'] as const;

/** A request method, as Consul's intentions and routers know them. */
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** Methods that a proxy may send twice without harm (RFC 9110, section 9.2.2). */
export const IDEMPOTENT_METHODS: readonly HttpMethod[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'];

/** A header that must be there, as Consul's intention permissions compare it. */
export interface HeaderMatch {
  /** Name of the header; case does not matter. */
  readonly name: string;
  /** How its value is compared. `regex` is Envoy's (RE2) and matches the whole value. */
  readonly match: 'present' | 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex';
  /** What it is compared with. Left out for `present`. */
  readonly value?: string;
}

/** What may be asked of a service, as plain data: no methods means every method. */
export interface RequestMatch {
  /** Sorted; none stands for every method. */
  readonly methods: readonly HttpMethod[];
  /** How the path is compared. */
  readonly path: PathMatch;
  /** Headers that must all be there. */
  readonly headers: readonly HeaderMatch[];
  /** Set where everything was opened in words. */
  readonly everythingBecause?: string;
}

/** Conditions a rule may add to its method and path. */
export interface RuleOptions {
  /** Headers that must be there. @default - none */
  readonly headers?: readonly HeaderMatch[];
}

/** One permission of an HTTP-like service: a method and a path. */
export class HttpRule extends Value {
  /** What is allowed, as plain data. */
  readonly request: RequestMatch;

  private constructor(request: RequestMatch, problem?: Finding) {
    super(problem);
    // A rule is a value: what was reviewed cannot be widened later.
    this.request = Object.freeze({ ...request, path: Object.freeze({ ...request.path }) });
  }

  /** `GET` on one path. @param path a string is an exact path */
  static get(this: void, path: string | HttpPath, options?: RuleOptions): HttpRule {
    return HttpRule.methods(['GET'], path, options);
  }

  /** `POST` on one path. @param path a string is an exact path */
  static post(this: void, path: string | HttpPath, options?: RuleOptions): HttpRule {
    return HttpRule.methods(['POST'], path, options);
  }

  /** `PUT` on one path. @param path a string is an exact path */
  static put(this: void, path: string | HttpPath, options?: RuleOptions): HttpRule {
    return HttpRule.methods(['PUT'], path, options);
  }

  /** `PATCH` on one path. @param path a string is an exact path */
  static patch(this: void, path: string | HttpPath, options?: RuleOptions): HttpRule {
    return HttpRule.methods(['PATCH'], path, options);
  }

  /** `DELETE` on one path. @param path a string is an exact path */
  static delete(this: void, path: string | HttpPath, options?: RuleOptions): HttpRule {
    return HttpRule.methods(['DELETE'], path, options);
  }

  /** Several methods on one path. @param methods at least one, upper case */
  static methods(this: void, methods: readonly HttpMethod[], path: string | HttpPath, options: RuleOptions = {}): HttpRule {
    const resolved = typeof path === 'string' ? HttpPath.exact(path) : path;
    const unknown = methods.find((method) => !HTTP_METHODS.includes(method));
    const problem: Finding | undefined =
      unknown !== undefined || methods.length === 0
        ? {
            code: 'VALUE-INVALID',
            message: 'a rule names at least one method, in upper case',
            value: show(methods),
            limit: HTTP_METHODS.join(', '),
            fix: "for instance ['GET']",
          }
        : (resolved.problem ?? optionsProblem(options));
    return new HttpRule(
      { methods: [...new Set(methods)].sort(), path: resolved.match, headers: sortHeaders(options.headers ?? []) },
      problem,
    );
  }

  /** Every method on every path. @param reason why narrower rules cannot be written, at least 10 characters; the reviewer reads it */
  static everything(this: void, reason: string): HttpRule {
    return new HttpRule(
      { methods: [], path: { kind: 'prefix', value: '/' }, headers: [], everythingBecause: reason },
      reasonProblem('HttpRule.everything', reason),
    );
  }
}

/** One permission of a gRPC service. On the wire a call is `POST /package.Service/Method`. */
export class GrpcRule extends Value {
  /** What is allowed, as plain data. */
  readonly request: RequestMatch;

  private constructor(path: PathMatch, problem?: Finding) {
    super(problem);
    this.request = { methods: ['POST'], path, headers: [] };
  }

  /** All methods of one service. @param service full name, `quotes.v1.Quotes` */
  static service(this: void, service: string): GrpcRule {
    return new GrpcRule(
      { kind: 'prefix', value: `/${service}/` },
      grpcProblem('service', service, /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'quotes.v1.Quotes'),
    );
  }

  /** One method. @param method full name, `quotes.v1.Quotes/Last` */
  static method(this: void, method: string): GrpcRule {
    return new GrpcRule(
      { kind: 'exact', value: `/${method}` },
      grpcProblem('method', method, /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\/[A-Za-z_]\w*$/, 'quotes.v1.Quotes/Last'),
    );
  }
}

/** A permission of an HTTP-like service. */
export type Rule = HttpRule | GrpcRule;

/** Whether a request is one that the match allows. */
export function requestMatches(match: RequestMatch, method: string, path: string, headers: Readonly<Record<string, string>> = {}): boolean {
  if (match.methods.length > 0 && !match.methods.includes(method as HttpMethod)) return false;
  return pathMatches(match.path, path) && match.headers.every((header) => headerMatches(header, headers[header.name.toLowerCase()]));
}

function headerMatches({ match, value = '' }: HeaderMatch, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  switch (match) {
    case 'present':
      return true;
    case 'exact':
      return actual === value;
    case 'prefix':
      return actual.startsWith(value);
    case 'suffix':
      return actual.endsWith(value);
    case 'contains':
      return actual.includes(value);
    case 'regex':
      return new RegExp(`^(?:${value})$`).test(actual);
  }
}

/** `GET /accounts/{id}/balance`, as the review and the errors show it. */
export function requestText(match: RequestMatch): string {
  const headers = match.headers
    .map(({ name, match: how, value }) => ` with ${name}${how === 'present' ? '' : ` ${how} ${value ?? ''}`}`)
    .join('');
  return `${match.methods.length === 0 ? 'ANY' : match.methods.join('|')} ${pathText(match.path)}${headers}`;
}

/** Total order of request matches by what they mean, so that no declaration order shows. */
export function compareRequests(a: RequestMatch, b: RequestMatch): number {
  const left = requestKey(a);
  const right = requestKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One text per meaning: equal for two matches that say the same. */
export function requestKey(match: RequestMatch): string {
  return JSON.stringify([
    match.path.value,
    match.path.kind,
    match.methods,
    match.headers.map((header) => [header.name, header.match, header.value]),
  ]);
}

const sortHeaders = (headers: readonly HeaderMatch[]): readonly HeaderMatch[] =>
  [...headers].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function grpcProblem(what: string, name: unknown, form: RegExp, example: string): Finding | undefined {
  if (typeof name === 'string' && form.test(name)) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: `a gRPC ${what} is written with its package`,
    value: show(name),
    limit: form.source,
    fix: `for instance '${example}'`,
  };
}

const HEADER_MATCHES = ['present', 'exact', 'prefix', 'suffix', 'contains', 'regex'];

/** Finding for conditions that would be left out in silence, and open more than is written. */
function optionsProblem(options: RuleOptions): Finding | undefined {
  const unknown = Object.keys(options).find((key) => key !== 'headers');
  if (unknown !== undefined)
    return { code: 'PROP-UNKNOWN', message: `a rule has no option ${unknown}`, limit: 'headers', fix: 'did you mean headers?' };
  for (const { name, match, value } of options.headers ?? []) {
    const plain = typeof name === 'string' && /^[A-Za-z0-9!#$&^_.|~+-]+$/.test(name);
    const complete = match === 'present' || (typeof value === 'string' && value !== '');
    if (plain && HEADER_MATCHES.includes(match) && complete) continue;
    return {
      code: 'VALUE-INVALID',
      message: 'a header condition has a name, a way to compare, and a value unless it is present',
      value: show({ name, match, value }),
      limit: HEADER_MATCHES.join(', '),
      fix: "for instance { name: 'x-tier', match: 'exact', value: 'gold' }",
    };
  }
  return undefined;
}
