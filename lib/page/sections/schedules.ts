import type { Review, Run, Schedule, ScheduleChange } from '../../review';
import type { PageRow, PageSection } from '../page-model';
import { MARK, NOTHING, PLACE, markOf, name, placeOf, text } from './words';

/** Batches that start at other times, with their next three runs. */
export function schedulesSection({ schedules }: Review): PageSection {
  return {
    name: 'schedules',
    title: 'Schedules',
    columns: [MARK, name('job'), name('before'), name('after'), text('next runs'), text('in the session'), PLACE],
    rows: schedules.rows.map(rowOf),
    folded: false,
  };
}

const TOUCHES: Readonly<Record<ScheduleChange['touchesSession'], string>> = {
  yes: 'yes: it runs while the exchange trades',
  no: 'no',
  unknown: 'cannot be said',
};

function rowOf({ change, namespace, job, before, after, runs, touchesSession, undecided, origin }: ScheduleChange): PageRow {
  return {
    tone: touchesSession === 'yes' ? 'danger' : touchesSession === 'unknown' && after !== undefined ? 'caution' : 'plain',
    cells: [
      [markOf(change)],
      [`${job} (${namespace})`],
      scheduleOf(before),
      scheduleOf(after),
      [...runs.map(runOf), ...(undecided === undefined ? [] : [undecided])],
      after === undefined ? NOTHING : [TOUCHES[touchesSession]],
      placeOf(origin),
    ],
  };
}

function scheduleOf(schedule: Schedule | undefined): readonly string[] {
  if (schedule === undefined) return ['none'];
  const { specs, timeZone, enabled, prohibitOverlap } = schedule;
  return [...specs, timeZone, ...(enabled ? [] : ['not enabled']), ...(prohibitOverlap ? [] : ['runs may overlap'])];
}

function runOf({ at, weekday, holiday, timeZone, session }: Run): string {
  const zone = timeZone === 'Asia/Tokyo' ? 'JST' : timeZone;
  const day = holiday === undefined ? weekday : `${weekday}, ${holiday}`;
  return `${at.slice(0, 10)} ${at.slice(11, 16)} ${zone} (${day}${session === 'open' ? ', in the session' : ''})`;
}
