import type { JobRule } from '../rule';
import { firesOn } from './cron-times';
import { schedules } from './schedules';
import { clockChanges, type ClockChange } from './time-zones';
import type { CronTimes } from './cron-times';

/** A time that is not there on one day of the year, and is there twice on another. */
export const daylight: JobRule<'job'> = {
  code: 'CRON-DAYLIGHT',
  on: 'job',
  severity: 'warning',
  protects: 'On one night the run is left out, on another it comes twice.',
  source: 'hashicorp/nomad#3392, #5410; hashicorp/cronexpr 1.1.3 (Next)',
  check({ job }, say) {
    const { TimeZone: zone = 'UTC' } = job.Periodic ?? {};
    if (zone === 'UTC') return;
    const changes = clockChanges(zone);
    if (changes.length === 0) return;
    for (const { spec, times, at } of schedules(job)) {
      // What runs every hour runs in every hour that there is.
      if (times.hours.size === 24) continue;
      const change = changes.find((each) => meets(times, each));
      if (change === undefined) continue;
      say(at, {
        message:
          change.kind === 'skipped'
            ? 'this time is not there on the day the clocks are put forward'
            : 'this time is there twice on the day the clocks are put back',
        value: `${spec} in ${zone}`,
        limit: `outside of ${clock(change.from)} to ${clock(change.to)}`,
        fix: 'choose another hour, or a zone that never changes its clocks',
      });
    }
  },
  trips: { Type: 'batch', Periodic: { Specs: ['30 2 * * *'], TimeZone: 'Europe/Berlin', ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['30 4 * * *'], TimeZone: 'Europe/Berlin', ProhibitOverlap: true } },
};

function meets(times: CronTimes, { from, to, weekday, month }: ClockChange): boolean {
  if (!times.months.has(month) || !firesOn(times, weekday)) return false;
  for (const hour of times.hours) {
    for (const minute of times.minutes) if (hour * 60 + minute >= from && hour * 60 + minute < to) return true;
  }
  return false;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
