/** A schedule that looks at the time and the day of the week alone, as most do. */
export interface WeeklySchedule {
  /** Sorted, as all three. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 0 is Sunday. */
  readonly days: readonly number[];
}

/**
 * Reads a cron of five fields made of numbers, ranges, lists and steps of `*`, for every date of every month; undefined
 * for any other, which needs a calendar. A calendar costs a millisecond for each job, a fifth of all there is to do for it.
 */
export function weeklySchedule(cron: string): WeeklySchedule | undefined {
  const [minute = '', hour = '', date, month, day = '', ...rest] = cron.trim().split(/\s+/);
  if (date !== '*' || month !== '*' || rest.length > 0) return undefined;
  const minutes = numbersOf(minute, 59);
  const hours = numbersOf(hour, 23);
  const days = numbersOf(day, 7);
  if (minutes === undefined || hours === undefined || days === undefined) return undefined;
  return { minutes, hours, days: [...new Set(days.map((number) => number % 7))].sort((a, b) => a - b) };
}

/** The next times it fires after a midnight in UTC. */
export function nextRuns({ minutes, hours, days }: WeeklySchedule, midnight: Date, count: number): Date[] {
  const runs: Date[] = [];
  for (let day = midnight.getTime(); runs.length < count; day += 86_400_000) {
    if (!days.includes(new Date(day).getUTCDay())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const time = day + (hour * 60 + minute) * 60_000;
        if (time > midnight.getTime() && runs.length < count) runs.push(new Date(time));
      }
    }
  }
  return runs;
}

function numbersOf(field: string, max: number): number[] | undefined {
  const numbers = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:(\*)(?:\/(\d{1,2}))?|(\d{1,2})(?:-(\d{1,2}))?)$/.exec(part);
    if (match === null) return undefined;
    const from = match[1] === undefined ? Number(match[3]) : 0;
    const to = match[1] === undefined ? Number(match[4] ?? match[3]) : max;
    const step = Number(match[2] ?? 1);
    if (from > to || to > max || step < 1 || step > max) return undefined;
    for (let number = from; number <= to; number += step) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}
