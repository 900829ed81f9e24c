import { isNamesake, spokenFields, type GroupRestart, type Review, type Update } from '../../review';
import type { PageRow, PageSection, Tone } from '../page-model';
import { NOTHING, PLACE, counted, name, number, placeOf, some, step, text } from './words';

/** What Nomad does with the instances of every group that changes. */
export function restartsSection({ restarts }: Review): PageSection {
  return {
    name: 'restarts',
    title: 'What restarts',
    columns: [name('job'), text('what happens'), text('instances'), text('how many at a time'), name('because of'), text('takes'), PLACE],
    rows: restarts.rows.map(rowOf),
    folded: false,
  };
}

const SAYS: Readonly<Record<Update, string>> = {
  'in-place': 'goes on, with other settings',
  replace: 'is replaced by new instances',
  canary: 'is replaced, canaries first',
  create: 'starts',
  destroy: 'is stopped',
  'next-run': 'the next run is of the new form',
  refused: 'Nomad refuses it',
};

const TONES: Readonly<Record<Update, Tone>> = {
  'in-place': 'plain',
  replace: 'caution',
  canary: 'caution',
  create: 'plain',
  destroy: 'danger',
  'next-run': 'plain',
  refused: 'danger',
};

function rowOf(restart: GroupRestart): PageRow {
  const { namespace, job, type, group, update, before, after, gap, reason, fields, fieldsMore, recheck, origin } = restart;
  const subject = isNamesake(job, group) ? job : `${job}, group ${group}`;
  return {
    tone: gap ? 'danger' : TONES[update],
    cells: [
      [`${subject} (${namespace}, ${type})`],
      [
        SAYS[update],
        ...(gap && update !== 'destroy' ? ['fewer instances than wanted run meanwhile'] : []),
        ...(reason === undefined ? [] : [reason]),
      ],
      [step(before, after)],
      atOnce(restart),
      [
        ...some(spokenFields(fields), fieldsMore),
        ...spokenFields(recheck.filter((field) => !fields.includes(field))).map((field) => `${field} (asks again which servers fit)`),
      ],
      duration(restart),
      placeOf(origin),
    ],
  };
}

function atOnce({ update, atOnce: together, canaries, promotedByHand, replaced }: GroupRestart): readonly string[] {
  if (update === 'canary') {
    return [
      `${counted(canaries, 'canary', 'canaries')}${promotedByHand ? ', promoted by hand' : ''}, then ${number(together)} of ${number(replaced)}`,
    ];
  }
  return update === 'replace' ? [`${number(together)} of ${number(replaced)}`] : NOTHING;
}

function duration({ seconds }: GroupRestart): readonly string[] {
  return seconds === undefined ? NOTHING : [`${spoken(seconds.atLeast)} to ${spoken(seconds.atMost)}`];
}

/** `40 s`, `4 min`, `2 h`. */
function spoken(seconds: number): string {
  if (seconds < 120) return `${number(Math.round(seconds))} s`;
  return seconds < 7200 ? `${number(Math.round(seconds / 60))} min` : `${number(Math.round(seconds / 3600))} h`;
}
