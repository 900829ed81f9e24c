import type { Finding } from '../problems';
import { show, Value } from './value';

const NANOSECONDS_PER_MILLISECOND = 1_000_000;
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * A length of time. Nomad and Consul write durations as integer nanoseconds in JSON, Envoy's opaque keys as
 * milliseconds: no bare number ever stands for one here.
 *
 * Limits: whole milliseconds, not negative. A wrong one is reported as VALUE-INVALID by the construct that takes it.
 */
export class Duration extends Value {
  /** Length in milliseconds. */
  readonly milliseconds: number;

  private constructor(milliseconds: number, problem?: Finding) {
    super(problem);
    this.milliseconds = milliseconds;
  }

  /** A duration in milliseconds. @param amount whole milliseconds, at least 0 */
  static milliseconds(this: void, amount: number): Duration {
    return Duration.#of(amount, 1, 'milliseconds');
  }

  /** A duration in seconds. @param amount seconds, at least 0; fractions down to a millisecond */
  static seconds(this: void, amount: number): Duration {
    return Duration.#of(amount, UNITS.s, 'seconds');
  }

  /** A duration in minutes. @param amount minutes, at least 0 */
  static minutes(this: void, amount: number): Duration {
    return Duration.#of(amount, UNITS.m, 'minutes');
  }

  /** A duration in hours. @param amount hours, at least 0 */
  static hours(this: void, amount: number): Duration {
    return Duration.#of(amount, UNITS.h, 'hours');
  }

  /** A duration in days. @param amount days of 24 hours, at least 0 */
  static days(this: void, amount: number): Duration {
    return Duration.#of(amount, 24 * UNITS.h, 'days');
  }

  /** Reads Go's notation, `1h30m`, `250ms`: for configuration files. */
  static parse(this: void, text: string): Duration {
    const whole = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text);
    if (!whole)
      return new Duration(0, {
        code: 'VALUE-INVALID',
        message: 'a duration is written like 90s, 1h30m or 250ms',
        value: show(text),
        fix: "write the unit: '30s'",
      });
    let sum = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) sum += Number(amount) * UNITS[unit as keyof typeof UNITS];
    return Duration.#of(sum, 1, 'milliseconds');
  }

  /** Reads integer nanoseconds, the form of an API JSON job. Fractions of a millisecond are kept. */
  static nanoseconds(this: void, amount: number): Duration {
    return new Duration(amount / NANOSECONDS_PER_MILLISECOND);
  }

  /** No time at all. */
  static readonly zero: Duration = new Duration(0);

  static #of(amount: number, factor: number, unit: string): Duration {
    const milliseconds = Math.round(amount * factor * 1e6) / 1e6;
    if (typeof amount === 'number' && Number.isInteger(milliseconds) && milliseconds >= 0 && milliseconds <= 1e12)
      return new Duration(milliseconds);
    return new Duration(0, {
      code: 'VALUE-INVALID',
      message: `Duration.${unit} takes a number of at least 0 that is whole in milliseconds`,
      value: show(amount),
      limit: 'at least 0',
      fix: `write Duration.${unit}(1) or more`,
    });
  }

  /** What Nomad and Consul take in JSON. */
  toNanoseconds(): number {
    return Math.round(this.milliseconds * NANOSECONDS_PER_MILLISECOND);
  }

  /** The sum of both. */
  plus(other: Duration): Duration {
    return new Duration(this.milliseconds + other.milliseconds, this.problem ?? other.problem);
  }

  /** This duration several times. @param factor for instance a number of attempts */
  times(factor: number): Duration {
    return new Duration(this.milliseconds * factor, this.problem ?? factorProblem(factor));
  }

  /** Negative when this is the shorter one. */
  compare(other: Duration): number {
    return this.milliseconds - other.milliseconds;
  }

  /** Go's notation in whole units, `1h30m`, `90s` as `1m30s`: also what Terraform's `timeouts` take. */
  override toString(): string {
    let rest = this.milliseconds;
    let text = '';
    for (const unit of ['h', 'm', 's', 'ms'] as const) {
      const amount = unit === 'ms' ? rest : Math.floor(rest / UNITS[unit]);
      if (amount > 0) text += `${String(amount)}${unit}`;
      rest -= amount * UNITS[unit];
    }
    return text === '' ? '0s' : text;
  }
}

function factorProblem(factor: number): Finding | undefined {
  if (Number.isFinite(factor) && factor >= 0) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'a duration is multiplied by a number of at least 0',
    value: show(factor),
    limit: 'at least 0',
    fix: 'use a positive factor',
  };
}
