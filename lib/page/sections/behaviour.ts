import type { Review } from '../../review';
import type { PageSection } from '../page-model';
import { MARK, PLACE, counted, markOf, name, placeOf, text } from './words';

/** What permits and restarts nothing, and still acts differently. */
export function behaviourSection({ behaviour }: Review): PageSection {
  return {
    name: 'behaviour',
    title: 'What acts differently',
    proof: `${counted(behaviour.rows.length, 'change')} of traffic, limits, protocols, and what the platform stands on`,
    columns: [MARK, name('what'), text('kind'), text('what is different'), name('fields'), text('seen by'), PLACE],
    rows: behaviour.rows.map(({ change, what, subject, text: said, fields, callers, origin }) => ({
      tone: what === 'protocol' || what === 'platform' ? 'danger' : 'caution',
      cells: [
        [markOf(change)],
        [subject],
        [what],
        [said],
        fields,
        [callers === 0 ? '' : counted(callers, 'caller')].filter(Boolean),
        placeOf(origin),
      ],
    })),
    folded: false,
  };
}
