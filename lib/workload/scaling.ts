import { integerProblem, Value } from '../values';

/** Range within which an autoscaler may set the count of a service (Nomad's `scaling` block). */
export class Scaling extends Value {
  /** Fewest instances (`Min`). */
  readonly min: number;
  /** Most instances (`Max`). */
  readonly max: number;

  private constructor(min: number, max: number) {
    super(integerProblem('Scaling minimum', min, 1, 10_000) ?? integerProblem('Scaling maximum', max, min, 10_000));
    this.min = min;
    this.max = max;
  }

  /** From the fewest to the most instances. @param min at least 1; @param max at least min, at most 10,000. The count of the service lies between. */
  static between(this: void, min: number, max: number): Scaling {
    return new Scaling(min, max);
  }
}
