import type { EngineVersions } from '../platform';

/** A server pool as the checks see it. */
export interface PoolFacts {
  readonly name: string;
  readonly servers: number;
  /** MHz one server has to give; absent where the platform says it in cores. */
  readonly cpuPerServer?: number | undefined;
  /** MiB one server has to give. */
  readonly memoryPerServer: number;
}

/** What is known of the platform beside the jobs. What is left out is unknown, and no rule guesses it. */
export interface CheckFacts {
  /** Versions are data: they change verdicts, not code. */
  readonly engines: EngineVersions;
  readonly pools?: readonly PoolFacts[] | undefined;
  /** Time zone of schedules. */
  readonly timeZone?: string | undefined;
  /** The day the check is made, `2026-11-22`: what is over by then is said. Nothing here asks a clock. */
  readonly today?: string | undefined;
  /** When the exchange trades, minutes after midnight. */
  readonly market?: { readonly opens: number; readonly closes: number } | undefined;
  /** `max_kill_timeout` of the clients, nanoseconds. */
  readonly maxKillTimeout?: number | undefined;
  /** `job_max_priority` of the servers. @default 100 */
  readonly maxPriority?: number | undefined;
  /** `job_max_count` of the servers; 0 for no limit. @default 50000 */
  readonly maxCount?: number | undefined;
  /** `memory_oversubscription_enabled`. */
  readonly memoryOversubscription?: boolean | undefined;
  /** Prefix of every Consul service name of the firm. */
  readonly namePrefix?: string | undefined;
}
