import type { Finding } from '../problems';
import { show, Value } from './value';

/** A time on the wall clock of the platform's time zone, to the minute. */
export class TimeOfDay extends Value {
  /** Minutes since midnight, 0 to 1439. */
  readonly minutes: number;

  private constructor(minutes: number, problem?: Finding) {
    super(problem);
    this.minutes = minutes;
  }

  /** A time of the day; VALUE-INVALID otherwise. @param text `HH:MM`, 00:00 to 23:59 */
  static of(this: void, text: string): TimeOfDay {
    const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
    if (match === null)
      return new TimeOfDay(0, {
        code: 'VALUE-INVALID',
        message: 'a time of day is written HH:MM',
        value: show(text),
        limit: '00:00 to 23:59',
        fix: "write it with two digits each: '09:00'",
      });
    return new TimeOfDay(Number(match[1]) * 60 + Number(match[2]));
  }

  override toString(): string {
    return `${String(Math.floor(this.minutes / 60)).padStart(2, '0')}:${String(this.minutes % 60).padStart(2, '0')}`;
  }
}
