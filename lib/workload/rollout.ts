import type { Finding } from '../problems';
import { reasonProblem, Duration, integerProblem, Value } from '../values';

/** Deadlines of a roll-out; each below the next. */
export interface RolloutOptions {
  /** How long a new instance must be healthy before it counts (`MinHealthyTime`). @default 10 seconds */
  readonly minHealthyTime?: Duration;
  /** How long a new instance may take to become healthy, image pull included (`HealthyDeadline`). @default 5 minutes, or the health check's startup plus 2 minutes */
  readonly healthyDeadline?: Duration;
  /** How long the roll-out may stand still before it is reverted (`ProgressDeadline`). @default healthyDeadline plus 5 minutes */
  readonly progressDeadline?: Duration;
}

export type RolloutKind =
  | { readonly type: 'canary'; readonly canaries: number }
  | { readonly type: 'rolling'; readonly atOnce: number }
  | { readonly type: 'blueGreen' }
  | { readonly type: 'stopThenStart'; readonly reason: string };

/** How a new version replaces the old one. Every kind goes back by itself when the new version does not become healthy. */
export class Rollout extends Value {
  /** How it replaces, as plain data. */
  readonly kind: RolloutKind;
  /** Deadlines as they were given. */
  readonly options: RolloutOptions;

  private constructor(kind: RolloutKind, options: RolloutOptions, problem: Finding | undefined) {
    super(problem ?? options.minHealthyTime?.problem ?? options.healthyDeadline?.problem ?? options.progressDeadline?.problem);
    this.kind = kind;
    this.options = options;
  }

  /** New instances beside the old ones first; when they are healthy, the rest a quarter at a time. @param canaries 1 to 100 */
  static canary(this: void, canaries: number, options: RolloutOptions = {}): Rollout {
    return new Rollout({ type: 'canary', canaries }, options, integerProblem('canaries', canaries, 1, 100));
  }

  /** Some instances at a time, each stopped before its successor starts. @param atOnce 1 to 1000 */
  static rolling(this: void, atOnce: number, options: RolloutOptions = {}): Rollout {
    return new Rollout({ type: 'rolling', atOnce }, options, integerProblem('atOnce', atOnce, 1, 1000));
  }

  /** The whole new set beside the old one, then the switch: needs twice the room. */
  static blueGreen(this: void, options: RolloutOptions = {}): Rollout {
    return new Rollout({ type: 'blueGreen' }, options, undefined);
  }

  /**
   * The old instance is gone before the new one starts: for a single writer. Nobody serves in between; a node that loses
   * contact stops the instance itself before another takes over.
   * @param reason why there may be only one, at least 10 characters
   */
  static stopThenStart(this: void, reason: string, options: RolloutOptions = {}): Rollout {
    return new Rollout({ type: 'stopThenStart', reason }, options, reasonProblem('Rollout.stopThenStart', reason));
  }
}

/** Deadlines with every default filled in. */
export interface RolloutTiming {
  readonly minHealthyTime: Duration;
  readonly healthyDeadline: Duration;
  readonly progressDeadline: Duration;
}

/** @param startup grace of the health check */
export function rolloutTiming(options: RolloutOptions, startup: Duration): RolloutTiming {
  const fiveMinutes = Duration.minutes(5);
  const afterStartup = startup.plus(Duration.minutes(2));
  const healthyDeadline = options.healthyDeadline ?? (afterStartup.compare(fiveMinutes) > 0 ? afterStartup : fiveMinutes);
  return {
    minHealthyTime: options.minHealthyTime ?? Duration.seconds(10),
    healthyDeadline,
    progressDeadline: options.progressDeadline ?? healthyDeadline.plus(fiveMinutes),
  };
}

/** Finding for deadlines out of order: Nomad wants MinHealthyTime < HealthyDeadline < ProgressDeadline. */
export function rolloutTimingProblem({ minHealthyTime, healthyDeadline, progressDeadline }: RolloutTiming): Finding | undefined {
  if (minHealthyTime.compare(healthyDeadline) < 0 && healthyDeadline.compare(progressDeadline) < 0) return undefined;
  return {
    code: 'MESH-TIMEOUT',
    at: 'rollout',
    message: 'the deadlines of a roll-out must rise',
    value: `minHealthyTime ${minHealthyTime.toString()}, healthyDeadline ${healthyDeadline.toString()}, progressDeadline ${progressDeadline.toString()}`,
    limit: 'minHealthyTime < healthyDeadline < progressDeadline',
    fix: 'raise the later one',
  };
}

/** Finding for a task that may take longer to end than the roll-out may stand still: Nomad refuses the job. */
export function killTimeoutProblem(
  { progressDeadline }: Pick<RolloutTiming, 'progressDeadline'>,
  tasks: ReadonlyMap<string, Duration>,
): Finding | undefined {
  const [slowest] = [...tasks].sort(([, a], [, b]) => b.compare(a));
  if (slowest === undefined || slowest[1].compare(progressDeadline) <= 0) return undefined;
  const [task, killTimeout] = slowest;
  return {
    code: 'NOMAD-ROLLOUT',
    at: 'rollout',
    message: 'a task may take longer to end than the roll-out may stand still',
    value: `killTimeout ${killTimeout.toString()} of ${task}, progressDeadline ${progressDeadline.toString()}`,
    limit: 'killTimeout at most progressDeadline',
    fix: 'raise progressDeadline, or lower killTimeout',
  };
}
