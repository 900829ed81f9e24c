import { IDEMPOTENT_METHODS, requestText, type RequestMatch, type Rule } from '../mesh';
import type { Finding } from '../problems';
import { reasonProblem, integerProblem, Value, type Duration } from '../values';

/** Conditions under which Envoy may try again, as Consul's router names them. */
export const RETRY_CONDITIONS = [
  '5xx',
  'cancelled',
  'connect-failure',
  'deadline-exceeded',
  'envoy-ratelimited',
  'gateway-error',
  'internal',
  'refused-stream',
  'reset',
  'resource-exhausted',
  'retriable-4xx',
  'unavailable',
] as const;

/** A condition under which Envoy may try again (`RetryOn`). */
export type RetryCondition = (typeof RETRY_CONDITIONS)[number];

/** Conditions under which the destination cannot have begun its work: safe for every method. */
const NOT_STARTED: readonly RetryCondition[] = ['connect-failure', 'refused-stream'];

/** What {@link Retries.on} takes. */
export interface RetryOptions {
  /** When to try again (`RetryOn`). */
  readonly conditions?: readonly RetryCondition[];
  /** Answers to try again on (`RetryOnStatusCodes`). */
  readonly statusCodes?: readonly number[];
  /** Why a second request does no harm, where the method does not say so itself (POST, PATCH, gRPC). */
  readonly idempotentBecause?: string;
}

/** How often Envoy may send a request again. It belongs to the destination: Consul has no retries per caller. */
export class Retries extends Value {
  /** How often a request is sent again at most (`NumRetries`), 1 to 10. */
  readonly attempts: number;
  /** When it is sent again. */
  readonly options: RetryOptions;

  private constructor(attempts: number, options: RetryOptions) {
    const codes = (options.statusCodes ?? []).map((code) => integerProblem('a status code', code, 400, 599));
    const reason = options.idempotentBecause === undefined ? undefined : reasonProblem('idempotentBecause', options.idempotentBecause);
    super(integerProblem('retries', attempts, 1, 10) ?? codes.find((problem) => problem !== undefined) ?? reason);
    this.attempts = attempts;
    this.options = options;
  }

  /** Again when the destination never saw the request: safe for every method. @param attempts 1 to 10 */
  static onConnectFailure(this: void, attempts: number): Retries {
    return new Retries(attempts, { conditions: NOT_STARTED });
  }

  /** Again under these conditions. On POST, PATCH and gRPC it needs `idempotentBecause` (MESH-RETRY): an order sent twice is two orders. */
  static on(this: void, attempts: number, options: RetryOptions): Retries {
    return new Retries(attempts, options);
  }

  /** Whether a request may have been worked on before it is sent again. @internal */
  get mayRepeatWork(): boolean {
    return (
      (this.options.statusCodes ?? []).length > 0 || (this.options.conditions ?? []).some((condition) => !NOT_STARTED.includes(condition))
    );
  }
}

/** Settings of one kind of request at its destination. */
export interface TrafficOptions {
  /** Longest time for the whole answer (`RequestTimeout`). @default the service's requestTimeout */
  readonly requestTimeout?: Duration;
  /** Whether Envoy may send a request again. MESH-RETRY where that could do work twice. @default - no retries */
  readonly retries?: Retries;
}

/** Settings for some requests of a service, for all callers alike: one route of Consul's service-router. */
export class Traffic extends Value {
  /** Which requests the settings are for. */
  readonly request: RequestMatch;
  /** The settings. */
  readonly options: TrafficOptions;

  private constructor(rule: Rule, options: TrafficOptions) {
    super(
      rule.problem ??
        options.requestTimeout?.problem ??
        options.retries?.problem ??
        unsafeRetry(rule.request, options.retries) ??
        unroutable(rule.request),
    );
    this.request = rule.request;
    this.options = options;
  }

  /** Settings for the requests of one rule. @param rule which requests, as in a permission */
  static on(this: void, rule: Rule, options: TrafficOptions): Traffic {
    return new Traffic(rule, options);
  }
}

/** Consul's router compares headers as intentions do, but for one way. */
function unroutable(request: RequestMatch): Finding | undefined {
  const header = request.headers.find(({ match }) => match === 'contains');
  if (header === undefined) return undefined;
  return {
    code: 'CONSUL-RULE',
    message: `a router cannot look for a part of the header ${header.name}; only an intention can`,
    value: `contains ${header.value ?? ''}`,
    limit: 'present, exact, prefix, suffix, regex',
    fix: "use match: 'regex'",
  };
}

function unsafeRetry(request: RequestMatch, retries: Retries | undefined): Finding | undefined {
  if (retries?.mayRepeatWork !== true || retries.options.idempotentBecause !== undefined) return undefined;
  const unsafe = request.methods.length === 0 ? ['every method'] : request.methods.filter((method) => !IDEMPOTENT_METHODS.includes(method));
  if (unsafe.length === 0) return undefined;
  return {
    code: 'MESH-RETRY',
    message: `a retry could do the work of ${requestText(request)} twice`,
    value: [...(retries.options.conditions ?? []), ...(retries.options.statusCodes ?? [])].join(', '),
    limit: `${NOT_STARTED.join(', ')} for ${unsafe.join(', ')}`,
    fix: 'use Retries.onConnectFailure(n), or say idempotentBecause',
  };
}

/** How callers' sidecars choose an instance (service-resolver `LoadBalancer`). */
export class LoadBalancing extends Value {
  /** The `LoadBalancer` of the service-resolver. */
  readonly model: Readonly<Record<string, unknown>>;

  private constructor(model: Readonly<Record<string, unknown>>, problem?: Finding) {
    super(problem);
    this.model = model;
  }

  /** One instance after the other (`round_robin`). */
  static roundRobin(this: void): LoadBalancing {
    return new LoadBalancing({ Policy: 'round_robin' });
  }

  /** Any instance (`random`). */
  static random(this: void): LoadBalancing {
    return new LoadBalancing({ Policy: 'random' });
  }

  /** The less busy of some instances chosen at random. @param choices how many are compared, 2 to 100. @default 2, Envoy's */
  static leastRequest(this: void, choices = 2): LoadBalancing {
    return new LoadBalancing(
      { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: choices } },
      integerProblem('choices', choices, 2, 100),
    );
  }

  /** The same instance for the same header, as long as instances stay (`maglev`). @param header name of the request header, for instance an account number */
  static byHeader(this: void, header: string): LoadBalancing {
    return new LoadBalancing(
      { Policy: 'maglev', HashPolicies: [{ Field: 'header', FieldValue: header }] },
      /^[a-z][a-z0-9-]*$/.test(header)
        ? undefined
        : { code: 'VALUE-INVALID', message: 'a header name is lower case', value: header, fix: "for instance 'x-account-id'" },
    );
  }
}

/** What a service takes in at most, from all callers together (service-defaults). */
export interface InboundLimitsOptions {
  /** Connections at one instance (`MaxInboundConnections`). @default - no limit of its own */
  readonly maxConnections?: number;
  /** Spread connections evenly over Envoy's threads (`BalanceInboundConnections: exact_balance`). @default false */
  readonly balanceConnections?: boolean;
}

/** Limits of a service's inbound listener. */
export class InboundLimits extends Value {
  /** The limits as they were given. */
  readonly options: InboundLimitsOptions;

  private constructor(options: InboundLimitsOptions) {
    super(options.maxConnections === undefined ? undefined : integerProblem('maxConnections', options.maxConnections, 1, 1_000_000));
    this.options = options;
  }

  /** Limits for all callers together. @param options maxConnections 1 to 1,000,000; VALUE-INVALID otherwise */
  static of(this: void, options: InboundLimitsOptions): InboundLimits {
    return new InboundLimits(options);
  }
}
