import type { JobRule } from '../rule';
import { firesOn, type CronTimes } from './cron-times';
import { schedules } from './schedules';
import { zoneOffsets } from './time-zones';

const DAY = 24 * 60;

/** A batch that starts while the exchange trades. */
export const market: JobRule<'job'> = {
  code: 'CRON-MARKET',
  on: 'job',
  severity: 'warning',
  protects:
    'The batch takes processors, connections and locks from what customers wait for. Holidays are not looked at: a cron expression cannot name them.',
  source: 'the hours of the exchange are facts of the platform',
  check({ job, facts: { market: session, timeZone } }, say) {
    if (session === undefined || timeZone === undefined) return;
    for (const { spec, times, at } of schedules(job)) {
      // What runs in every hour of the day is meant to.
      if (times.hours.size === 24) continue;
      const meeting = firstMeeting(times, session, shifts(job.Periodic?.TimeZone ?? 'UTC', timeZone));
      if (meeting === undefined) continue;
      say(at, {
        message: 'this batch starts while the exchange trades',
        value: `${spec}: at ${clock(meeting)} in ${timeZone}`,
        limit: `outside of ${clock(session.opens)} to ${clock(session.closes)} on weekdays`,
        fix: 'move it behind the close, or before the opening',
      });
    }
  },
  trips: { Type: 'batch', Periodic: { Specs: ['30 11 * * 1-5'], TimeZone: 'Asia/Tokyo', ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['30 18 * * 1-5'], TimeZone: 'Asia/Tokyo', ProhibitOverlap: true } },
  facts: { timeZone: 'Asia/Tokyo', market: { opens: 540, closes: 930 } },
};

/** By how many minutes the clock of the exchange is ahead of the one of the job, in winter and in summer. */
function shifts(from: string, to: string): readonly number[] {
  if (from === to) return [0];
  const [job, exchange] = [zoneOffsets(from), zoneOffsets(to)];
  if (job === undefined || exchange === undefined) return [];
  const [winter, summer] = [exchange[0] - job[0], exchange[1] - job[1]];
  return winter === summer ? [winter] : [winter, summer];
}

/** Minutes after midnight, on the clock of the exchange. */
function firstMeeting(
  times: CronTimes,
  { opens, closes }: { readonly opens: number; readonly closes: number },
  ahead: readonly number[],
): number | undefined {
  for (const shift of ahead) {
    for (const hour of times.hours) {
      for (const minute of times.minutes) {
        const time = hour * 60 + minute + shift;
        const local = ((time % DAY) + DAY) % DAY;
        if (local < opens || local >= closes) continue;
        const days = Math.floor(time / DAY);
        // The day of the job is the day of the exchange, or one beside it.
        for (let weekday = 1; weekday <= 5; weekday++) if (firesOn(times, (weekday - days + 7) % 7)) return local;
      }
    }
  }
  return undefined;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
