import type { Finding } from '../problems';
import { Duration, integerProblem, Value } from '../values';

/** How often a failed task is started again on its server (`restart` block). */
export class RestartPolicy extends Value {
  /** How often within the interval (`Attempts`). */
  readonly attempts: number;
  /** Time in which the attempts are counted (`Interval`). */
  readonly interval: Duration;
  /** Time before each attempt (`Delay`). */
  readonly delay: Duration;

  private constructor(attempts: number, interval: Duration, delay: Duration) {
    super(integerProblem('attempts', attempts, 0, 1000) ?? interval.problem ?? delay.problem ?? fits(attempts, interval, delay));
    this.attempts = attempts;
    this.interval = interval;
    this.delay = delay;
  }

  /** So many attempts, then the task has failed and is placed elsewhere. @param attempts 0 to 1000 within the interval */
  static of(
    this: void,
    attempts: number,
    options: {
      /** Time in which the attempts are counted: at least 5 seconds, and attempts × delay (NOMAD-RULE). */
      readonly interval: Duration;
      /** Time before each attempt. */
      readonly delay: Duration;
    },
  ): RestartPolicy {
    return new RestartPolicy(attempts, options.interval, options.delay);
  }
}

function fits(attempts: number, interval: Duration, delay: Duration): Finding | undefined {
  if (interval.compare(Duration.seconds(5)) >= 0 && delay.times(attempts).compare(interval) <= 0) return undefined;
  return {
    code: 'NOMAD-RULE',
    message: 'attempts times delay must fit into the interval, which is at least 5 seconds',
    value: `${String(attempts)} × ${delay.toString()} in ${interval.toString()}`,
    fix: 'raise the interval',
  };
}
