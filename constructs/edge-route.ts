import type { HeaderFilter, RouteModel } from '../lib/gateway';
import { HttpPath, HttpRule, type EdgeContract, type HttpMethod, type PathMatch, type RequestMatch, type Route } from '../lib/mesh';
import type { CallSite, Finding } from '../lib/problems';
import { integerProblem, type Duration } from '../lib/values';
import { missingProps, unknownProps, valueFindings } from '../lib/workload';

/** How a service is reached through an edge. */
export interface RouteOptions {
  /** Host name, one the edge accepts from this domain. */
  readonly host: string;
  /** What is routed. A string is an exact path; more has to be said: `HttpPath.prefix('/orders')`. */
  readonly path: string | HttpPath;
  /** Methods that are routed. @default every method */
  readonly methods?: readonly HttpMethod[];
  /** Prefix sent on instead of the matched one (`URLRewrite`). Only with a prefix path. @default - the path is sent on as it came */
  readonly rewritePrefix?: string;
  /** Longest time for the answer at the edge (`TimeoutFilter.RequestTimeout`). @default - the service's requestTimeout */
  readonly requestTimeout?: Duration;
  /** Longest idle time of a stream at the edge (`TimeoutFilter.IdleTimeout`). @default - Envoy's */
  readonly idleTimeout?: Duration;
  /** Changes to the request's headers. @default - none */
  readonly requestHeaders?: HeaderFilter;
  /** Changes to the answer's headers, beside those every answer of an edge carries. @default - none */
  readonly responseHeaders?: HeaderFilter;
  /** Retries when no instance was reached: safe for every method. @default - none */
  readonly connectRetries?: number;
  /** Share among several services on one host and path. @default 1, and nobody else on this path */
  readonly weight?: number;
}

/** A route in the mesh graph, with what only the edge's entry needs. @internal */
export interface EdgeRoute extends Route {
  readonly model: RouteModel;
  /** Whether the share was said: only then may several services stand on one path. */
  readonly weighted: boolean;
}

/**
 * The route a service wants, from its options.
 * @param requestTimeout the service's own: a gateway does not read it from the service's entries, and would give up after
 * Envoy's 15 seconds
 * @internal
 */
export function routeOf(
  service: string,
  edge: EdgeContract,
  options: RouteOptions,
  requestTimeout: Duration | undefined,
  site: CallSite,
): EdgeRoute {
  const path = (typeof options.path === 'string' ? HttpPath.exact(options.path) : options.path).match;
  const request: RequestMatch = { methods: [...new Set(options.methods ?? [])].sort(), path, headers: [] };
  return {
    edge,
    to: service,
    host: options.host,
    request,
    forwarded: { ...request, path: rewritten(path, options.rewritePrefix) },
    site,
    weighted: options.weight !== undefined,
    model: {
      to: service,
      host: options.host,
      request,
      rewritePrefix: options.rewritePrefix,
      requestTimeout: options.requestTimeout ?? requestTimeout,
      idleTimeout: options.idleTimeout,
      requestHeaders: options.requestHeaders,
      responseHeaders: options.responseHeaders,
      connectRetries: options.connectRetries,
      weight: options.weight ?? 1,
    },
  };
}

const ROUTE_OPTIONS: Readonly<Record<keyof RouteOptions, true>> = {
  connectRetries: true,
  host: true,
  idleTimeout: true,
  methods: true,
  path: true,
  requestHeaders: true,
  requestTimeout: true,
  responseHeaders: true,
  rewritePrefix: true,
  weight: true,
};

/** What is wrong with the options of a route. @internal */
export function routeFindings(given: RouteOptions | undefined): Finding[] {
  const options = given ?? ({} as RouteOptions);
  const { path, methods, connectRetries, rewritePrefix } = options;
  const findings: Finding[] = [
    ...unknownProps(options, ROUTE_OPTIONS),
    ...missingProps(options, ['host', 'path']),
    ...valueFindings(options),
  ];
  const matched = typeof path === 'string' ? HttpPath.exact(path).problem : undefined;
  if (matched !== undefined) findings.push({ ...matched, at: 'path' });
  const wrongMethods = methods === undefined || methods.length === 0 ? undefined : HttpRule.methods(methods, '/').problem;
  if (wrongMethods !== undefined) findings.push({ ...wrongMethods, at: 'methods' });
  const retries = connectRetries === undefined ? undefined : integerProblem('connectRetries', connectRetries, 1, 10);
  if (retries !== undefined) findings.push({ ...retries, at: 'connectRetries' });
  const prefix = rewritePrefix === undefined ? undefined : HttpPath.prefix(rewritePrefix).problem;
  if (prefix !== undefined)
    findings.push({ ...prefix, at: 'rewritePrefix', fix: "name a prefix the service serves itself, for instance '/api/'" });
  return findings;
}

function rewritten(path: PathMatch, prefix: string | undefined): PathMatch {
  return prefix === undefined ? path : { kind: path.kind === 'exact' ? 'exact' : 'prefix', value: prefix };
}
