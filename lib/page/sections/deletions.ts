import type { Deletion, Review } from '../../review';
import type { PageRow, PageSection } from '../page-model';
import { PLACE, counted, name, placeOf, some, text } from './words';

/** What goes. Never folded. */
export function deletionsSection({ deletions }: Review): PageSection {
  return {
    name: 'deletions',
    title: 'Deletions and replacements',
    columns: [name('what'), text('what happens'), name('in stack'), name('callers it hits'), text('lost with it'), PLACE],
    rows: deletions.rows.map(rowOf),
    folded: false,
  };
}

function rowOf({ change, kind, name: gone, stack, becomes, callers, callersMore, stillCalledBy, blast, lost, origin }: Deletion): PageRow {
  const becoming = becomes === undefined ? '' : ` to ${becomes}`;
  const hit = [
    ...stillCalledBy.map((caller) => `${caller} still calls it`),
    ...some(
      callers
        .filter((caller) => !stillCalledBy.includes(caller))
        .map((caller) => (change === 'moved' ? caller : `${caller} calls it no more`)),
      callersMore,
    ),
  ];
  const around =
    blast.services === 0
      ? []
      : [
          `${counted(blast.services, blast.capped ? 'service or more' : 'service', blast.capped ? 'services or more' : 'services')} called it, directly or through others`,
        ];
  return {
    tone: change === 'moved' ? 'plain' : 'danger',
    cells: [
      [`${kind} ${gone}`],
      [`${change}${becoming}`],
      [stack],
      hit.length > 0 ? hit : ['nobody'],
      [...lost, ...around],
      placeOf(origin),
    ],
  };
}
