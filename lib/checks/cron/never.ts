import type { JobRule } from '../rule';
import type { CronTimes } from './cron-times';
import { schedules } from './schedules';

/** A schedule without a time. */
export const never: JobRule<'job'> = {
  code: 'CRON-NEVER',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Nomad takes the job, shows it as running, and never starts it; nobody misses a batch before the morning.',
  source: 'hashicorp/cronexpr 1.1.3: a range that ends before it begins is empty; Nomad 1.11.3, nomad/periodic.go',
  check({ job, facts }, say) {
    for (const { spec, times, at } of schedules(job)) {
      const why = whyNever(times, facts.today);
      if (why === undefined) continue;
      say(at, {
        message: `this schedule never fires: ${why}`,
        value: spec,
        fix: 'choose a time that comes; write a night as two ranges, 22-23,0-4',
      });
    }
  },
  trips: { Type: 'batch', Periodic: { Specs: ['0 22-4 * * *'], ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['0 22-23,0-4 * * *'], ProhibitOverlap: true } },
};

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function whyNever({ minutes, hours, months, years, daysOfMonth, daysOfWeek }: CronTimes, today: string | undefined): string | undefined {
  for (const [what, set] of [
    ['minutes', minutes],
    ['hours', hours],
    ['months', months],
    ['years', years],
  ] as const) {
    if (set?.size === 0) return `its range of ${what} ends before it begins`;
  }
  const year = Math.max(...(years ?? [Infinity]));
  if (today !== undefined && year < Number(today.slice(0, 4))) return `its last year is ${String(year)}`;
  // Where both fields about days are set, either is enough.
  if (daysOfWeek.restricted && (daysOfWeek.days.size > 0 || daysOfWeek.named)) return undefined;
  if (daysOfMonth.restricted) {
    if (daysOfMonth.named) return undefined;
    const leap = years === undefined || [...years].some((each) => each % 4 === 0);
    const fits = (day: number, month: number): boolean => day <= (LONGEST[month - 1] ?? 0) && (month !== 2 || day < 29 || leap);
    if ([...daysOfMonth.days].some((day) => [...months].some((month) => fits(day, month)))) return undefined;
    return 'none of its months has such a day';
  }
  return daysOfWeek.restricted ? 'its range of weekdays ends before it begins' : undefined;
}
