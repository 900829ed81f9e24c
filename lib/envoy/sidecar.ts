import type { Finding } from '../problems';
import { integerProblem, portProblem, Value, type Cpu, type Duration, type Memory } from '../values';

/** Size and settings of the Envoy beside a workload. */
export interface SidecarOptions {
  /** Processor share. @default 150 MHz */
  readonly cpu?: Cpu;
  /** Memory. @default 128 MiB */
  readonly memory?: Memory;
  /** Memory it may use when the node has some to spare; needs oversubscription on the cluster. @default - none */
  readonly memoryMax?: Memory;
  /** Worker threads (`--concurrency`). @default 1, as Nomad starts it */
  readonly concurrency?: number;
  /** Port of Envoy's metrics in the allocation's own network (`envoy_prometheus_bind_addr`), published as the dynamic port `metrics`. @default 9102 */
  readonly metricsPort?: number;
  /** How long Envoy goes on after the task group is told to stop. @default the group's shutdownDelay plus 5 seconds */
  readonly shutdownDelay?: Duration;
  /** Longest time for the application to accept a connection (`local_connect_timeout_ms`). @default 1 second */
  readonly localConnectTimeout?: Duration;
  /** Longest idle time of a request stream (`local_idle_timeout_ms`). @default Envoy's 5 minutes */
  readonly localIdleTimeout?: Duration;
  /** Largest request headers in KiB (`max_request_headers_kb`). @default Envoy's 60 */
  readonly maxRequestHeadersKib?: number;
}

/** Settings of the Envoy sidecar, typed where Nomad and Consul take any key in silence. */
export class Sidecar extends Value {
  /** The settings as they were given; what is left out is the default. */
  readonly options: SidecarOptions;

  private constructor(options: SidecarOptions, problem: Finding | undefined) {
    super(problem);
    this.options = options;
  }

  /** A sidecar with these settings; VALUE-INVALID outside of the limits. @param options concurrency 1-64, metricsPort outside the reserved ranges, headers 1-8192 KiB */
  static of(this: void, options: SidecarOptions): Sidecar {
    const { concurrency, metricsPort, maxRequestHeadersKib } = options;
    const problems = [
      concurrency === undefined ? undefined : integerProblem('concurrency', concurrency, 1, 64),
      metricsPort === undefined ? undefined : portProblem('metricsPort', metricsPort),
      maxRequestHeadersKib === undefined ? undefined : integerProblem('maxRequestHeadersKib', maxRequestHeadersKib, 1, 8192, ' KiB'),
      options.cpu?.problem,
      options.memory?.problem,
      options.memoryMax?.problem,
      options.shutdownDelay?.problem,
      options.localConnectTimeout?.problem,
      options.localIdleTimeout?.problem,
    ];
    return new Sidecar(
      options,
      problems.find((problem) => problem !== undefined),
    );
  }
}
