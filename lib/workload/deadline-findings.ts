import { Cron } from 'croner';
import type { Finding } from '../problems';
import { TimeOfDay } from '../values';
import type { BatchJobProps } from './props';
import { nextRuns, weeklySchedule } from './weekly-schedule';

const MINUTES_PER_DAY = 1440;
const START = new Date('2026-01-05T00:00:00Z');

/** Findings for a schedule that cannot keep its deadline, or cannot end before it starts again. */
export function deadlineFindings(
  { trigger, expectedDuration, finishBy, overlap = 'forbid' }: BatchJobProps,
  marketOpens: TimeOfDay,
): Finding[] {
  if (trigger.model.type !== 'schedule' || trigger.problem !== undefined || expectedDuration.problem !== undefined) return [];
  const findings: Finding[] = [];
  const fires = trigger.model.crons.flatMap((cron) => runs(cron, 48));
  if (finishBy !== undefined) {
    const deadline = finishBy.type === 'timeOfDay' ? finishBy.time : marketOpens;
    for (const start of startsOfDay(fires)) {
      const room = (deadline.minutes - start.minutes + MINUTES_PER_DAY) % MINUTES_PER_DAY;
      if (expectedDuration.milliseconds <= room * 60_000) continue;
      findings.push({
        code: 'MESH-TIMEOUT',
        at: 'finishBy',
        message: `a run that starts at ${start.toString()} and takes as long as expected ends after its deadline`,
        value: expectedDuration.toString(),
        limit: `${String(room)} minutes until ${deadline.toString()}`,
        fix: 'start earlier, or move the deadline',
      });
    }
  }
  const gap = shortestGap(fires);
  if (overlap === 'forbid' && gap !== undefined && expectedDuration.milliseconds > gap) {
    findings.push({
      code: 'CRON-INVALID',
      at: 'trigger',
      message: 'a run takes longer than the time to the next one, which Nomad would then skip',
      value: expectedDuration.toString(),
      limit: `${String(Math.round(gap / 60_000))} minutes between two runs`,
      fix: "run it less often, or allow overlap: 'allow'",
    });
  }
  return findings;
}

/** Times of day at which the schedule fires, from the runs of its next days. Zone-free: a schedule is wall-clock time. */
function startsOfDay(fires: readonly Date[]): TimeOfDay[] {
  const times = new Set(fires.map((run) => run.toISOString().slice(11, 16)));
  return [...times].sort().map((text) => TimeOfDay.of(text));
}

function shortestGap(fires: readonly Date[]): number | undefined {
  const times = [...new Set(fires.map((run) => run.getTime()))].sort((a, b) => a - b);
  let shortest: number | undefined;
  for (let index = 1; index < times.length; index++) {
    const gap = (times[index] ?? 0) - (times[index - 1] ?? 0);
    if (shortest === undefined || gap < shortest) shortest = gap;
  }
  return shortest;
}

/**
 * The next runs from a fixed day, so that the same program gives the same findings on every day. UTC as an offset: as the
 * name of a zone it would cost four times as much.
 */
function runs(cron: string, count: number): Date[] {
  const weekly = weeklySchedule(cron);
  return weekly === undefined ? new Cron(cron, { utcOffset: 0, paused: true }).nextRuns(count, START) : nextRuns(weekly, START, count);
}
