import { cronFields, cronProblem } from './cron-expression';

/** Days that an expression names, in one of its two fields about days. */
export interface CronDays {
  /** False for a star: then the field says nothing. */
  readonly restricted: boolean;
  /** Days of the month, 1 to 31, or of the week, Sunday being 0. */
  readonly days: ReadonlySet<number>;
  /** Whether it names days that a number does not: the last of the month, the nearest workday, the second Friday. */
  readonly named: boolean;
}

/** When a cron expression fires, on the clock of its zone. */
export interface CronTimes {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: CronDays;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: CronDays;
  /** Undefined for every year. */
  readonly years: ReadonlySet<number> | undefined;
}

/** A field: its first and last number, names for numbers, and what names days otherwise. */
interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly special?: RegExp;
}

const SIXTY: Field = { min: 0, max: 59 };
const HOUR: Field = { min: 0, max: 23 };
const DAY_OF_MONTH: Field = { min: 1, max: 31, special: /^(?:l|lw|\d+w)$/ };
const MONTH: Field = { min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] };
const DAY_OF_WEEK: Field = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], special: /l$|#/ };
const YEAR: Field = { min: 1970, max: 2099 };

/** The times of an expression as Nomad reads it; undefined where it does not. */
export function cronTimes(spec: string): CronTimes | undefined {
  if (cronProblem(spec) !== undefined) return undefined;
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = cronFields(spec) ?? [];
  const years = numbers(YEAR, year);
  return {
    // A second that never comes is a minute that never does.
    minutes: numbers(SIXTY, second).size === 0 ? new Set() : numbers(SIXTY, minute),
    hours: numbers(HOUR, hour),
    daysOfMonth: days(DAY_OF_MONTH, day),
    months: numbers(MONTH, month),
    daysOfWeek: days(DAY_OF_WEEK, weekday),
    years: years.size === YEAR.max - YEAR.min + 1 ? undefined : years,
  };
}

/** Whether it may fire on a day of the week: always where a day of the month is named, which falls on any. */
export function firesOn({ daysOfMonth, daysOfWeek }: CronTimes, weekday: number): boolean {
  return daysOfMonth.restricted || !daysOfWeek.restricted || daysOfWeek.named || daysOfWeek.days.has(weekday);
}

function days(field: Field, text: string): CronDays {
  const entries = text.toLowerCase().split(',');
  return {
    restricted: !entries.some(isStar),
    days: numbers(field, text),
    named: entries.some((entry) => field.special?.test(entry) === true),
  };
}

function isStar(entry: string): boolean {
  return entry === '*' || entry === '?';
}

/** A range that ends before it begins is empty, but for one of days of the week that ends on a Sunday. */
function numbers(field: Field, text: string): Set<number> {
  const found = new Set<number>();
  for (const entry of text.toLowerCase().split(',')) {
    if (entry === '' || field.special?.test(entry) === true) continue;
    const [range = '', interval] = entry.split('/');
    const [from = '', to] = range.split('-');
    const first = isStar(range) ? field.min : valueOf(field, from);
    let last = isStar(range) || (to === undefined && interval !== undefined) ? field.max : valueOf(field, to ?? from);
    if (to !== undefined && field === DAY_OF_WEEK && last === 0) last = field.max;
    for (let number = first; number <= last; number += Number(interval ?? 1)) found.add(number);
  }
  return found;
}

function valueOf({ min, names }: Field, text: string): number {
  const number = Number(text);
  if (Number.isNaN(number)) return min + (names?.indexOf(text.slice(0, 3)) ?? 0);
  return names?.length === 7 && number === 7 ? 0 : number;
}
