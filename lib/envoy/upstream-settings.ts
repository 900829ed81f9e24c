import type { Finding } from '../problems';
import { integerProblem, Value, type Duration } from '../values';

/** Circuit breakers of one upstream: how much a caller may have open at the destination. */
export interface UpstreamLimitsOptions {
  /** Open connections (`max_connections`). @default Envoy's 1024 */
  readonly maxConnections?: number;
  /** Requests waiting for a connection (`max_pending_requests`). @default Envoy's 1024 */
  readonly maxPendingRequests?: number;
  /** Requests in flight, for HTTP/2 and gRPC (`max_concurrent_requests`). @default Envoy's 1024 */
  readonly maxConcurrentRequests?: number;
}

/** Limits of one upstream, Envoy's circuit breakers. Past them Envoy answers 503 at once. */
export class UpstreamLimits extends Value {
  /** The limits as they were given; what is left out is Envoy's default. */
  readonly options: UpstreamLimitsOptions;

  private constructor(options: UpstreamLimitsOptions, problem: Finding | undefined) {
    super(problem);
    this.options = options;
  }

  /** Limits of one upstream. @param options each 1 to 1,000,000; VALUE-INVALID otherwise */
  static of(this: void, options: UpstreamLimitsOptions): UpstreamLimits {
    return new UpstreamLimits(
      options,
      firstProblem(Object.entries(options).map(([key, value]) => integerProblem(key, value, 1, 1_000_000))),
    );
  }

  /** As Nomad's `Upstreams[].Config.limits`. @internal */
  toConfig(): Readonly<Record<string, number | undefined>> {
    return {
      max_connections: this.options.maxConnections,
      max_pending_requests: this.options.maxPendingRequests,
      max_concurrent_requests: this.options.maxConcurrentRequests,
    };
  }
}

/** When an instance of the destination is taken out of the caller's choice (Consul's passive health check). */
export interface OutlierDetectionOptions {
  /** Failures in a row before an instance is ejected (`max_failures`). @default 5, Envoy's */
  readonly maxFailures?: number;
  /** Time between two looks (`interval`). @default 10 seconds, Envoy's */
  readonly interval?: Duration;
  /** Time of the first ejection; the n-th is n times as long (`base_ejection_time`). @default 30 seconds, Envoy's */
  readonly baseEjectionTime?: Duration;
  /** Most of the instances that may be out at once, in percent (`max_ejection_percent`): of two instances one goes at 50 or more. @default 10, Envoy's */
  readonly maxEjectionPercent?: number;
}

/** Outlier detection of one upstream. */
export class OutlierDetection extends Value {
  /** The settings as they were given; what is left out is the default. */
  readonly options: OutlierDetectionOptions;

  private constructor(options: OutlierDetectionOptions, problem: Finding | undefined) {
    super(problem);
    this.options = options;
  }

  /** Outlier detection of one upstream. @param options maxFailures 1-1000, maxEjectionPercent 1-100; VALUE-INVALID otherwise */
  static of(this: void, options: OutlierDetectionOptions): OutlierDetection {
    const { maxFailures, maxEjectionPercent, interval, baseEjectionTime } = options;
    return new OutlierDetection(
      options,
      firstProblem([
        maxFailures === undefined ? undefined : integerProblem('maxFailures', maxFailures, 1, 1000),
        maxEjectionPercent === undefined ? undefined : integerProblem('maxEjectionPercent', maxEjectionPercent, 1, 100, ' %'),
        interval?.problem,
        baseEjectionTime?.problem,
      ]),
    );
  }

  /** As Nomad's `Upstreams[].Config.passive_health_check`; its durations are nanoseconds. @internal */
  toConfig(): Readonly<Record<string, number | undefined>> {
    const { maxFailures, interval, baseEjectionTime, maxEjectionPercent } = this.options;
    return {
      max_failures: maxFailures,
      interval: interval?.toNanoseconds(),
      base_ejection_time: baseEjectionTime?.toNanoseconds(),
      max_ejection_percent: maxEjectionPercent,
    };
  }
}

function firstProblem(findings: readonly (Finding | undefined)[]): Finding | undefined {
  return findings.find((finding) => finding !== undefined);
}
