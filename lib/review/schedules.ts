import { Cron } from 'croner';
import { cronFields } from '../checks';
import type { ApiJob } from '../nomad';
import { sameJson } from '../terraform';
import type { ChangedJob, Comparison } from './comparison';
import { counted } from './counted';
import type { Proof, Run, Schedule, ScheduleChange, SchedulesSection, Unknown } from './model';
import { holidayOf, localTime, sessionAt } from './session';

export interface ReviewedSchedules {
  readonly section: SchedulesSection;
  readonly proof: Proof;
  readonly unknowns: readonly Unknown[];
}

const SHOWN = 3;
/** Runs that are looked at for the session: more than a long holiday has days. */
const LOOKED_AT = 15;

/** Schedules that differ, with the next runs. @param at the moment from which they are counted */
export function reviewSchedules({ jobs, head, base, origin }: Comparison, at: Date): ReviewedSchedules {
  const facts = head.facts ?? base.facts;
  const rows = jobs.flatMap((job): ScheduleChange[] => {
    const [before, after] = [scheduleOf(job.before), scheduleOf(job.after)];
    if (sameJson(before, after)) return [];
    return [{ ...scheduleChange(job, before, after, at, facts), origin: origin(job.path) }];
  });
  return {
    section: { rows },
    proof: {
      section: 'schedules',
      text: `${counted(rows.length, 'schedule differs', 'schedules differ')} (${counted(jobs.length, 'changed job')} looked at)`,
    },
    unknowns: rows.flatMap(({ job, undecided }) =>
      undecided === undefined ? [] : [{ section: 'schedules' as const, subject: job, why: undecided }],
    ),
  };
}

function scheduleOf(job: ApiJob | undefined): Schedule | undefined {
  if (job?.Periodic === undefined) return undefined;
  const { Spec = '', Specs = [], TimeZone = 'UTC', Enabled = true, ProhibitOverlap = false } = job.Periodic;
  return {
    specs: Spec === '' ? Specs : [Spec],
    timeZone: TimeZone,
    enabled: Enabled && job.Stop !== true,
    prohibitOverlap: ProhibitOverlap,
  };
}

function scheduleChange(
  { namespace, id }: ChangedJob,
  before: Schedule | undefined,
  after: Schedule | undefined,
  at: Date,
  facts: Comparison['head']['facts'],
): ScheduleChange {
  const next = after?.enabled === true ? nextRuns(after, at, LOOKED_AT) : [];
  const runs = next?.map((instant): Run => {
    // People look at one clock: that of the platform.
    const zone = facts?.timeZone ?? after?.timeZone ?? 'UTC';
    const { text, weekday, date } = localTime(instant, zone);
    const holiday = zone === 'Asia/Tokyo' ? holidayOf(date) : undefined;
    return { at: text, timeZone: zone, weekday, ...(holiday === undefined ? {} : { holiday }), session: sessionAt(instant, facts) };
  });
  const touches =
    runs === undefined || runs.some(({ session }) => session === 'unknown')
      ? 'unknown'
      : runs.some(({ session }) => session === 'open')
        ? 'yes'
        : 'no';
  return {
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    namespace,
    job: id,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    runs: (runs ?? []).slice(0, SHOWN),
    touchesSession: touches,
    ...(runs === undefined ? { undecided: 'one of its expressions is not one that can be read here' } : {}),
  };
}

/** Of all expressions together, in order; undefined where one cannot be read. */
function nextRuns({ specs, timeZone }: Schedule, at: Date, count: number): Date[] | undefined {
  const runs = new Set<number>();
  for (const spec of specs) {
    const fields = cronFields(spec);
    if (fields === undefined) return undefined;
    try {
      // A question mark is a star to Nomad, and the present to others.
      const cron = new Cron(fields.map((field) => field.replaceAll('?', '*')).join(' '), { timezone: timeZone, paused: true });
      for (const run of cron.nextRuns(count, at)) runs.add(run.getTime());
    } catch {
      return undefined;
    }
  }
  return [...runs]
    .sort((a, b) => a - b)
    .slice(0, count)
    .map((time) => new Date(time));
}
