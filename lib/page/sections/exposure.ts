import type { Review } from '../../review';
import { TONE_OF_EFFECT, type PageSection } from '../page-model';
import { MARK, PLACE, markOf, maybe, name, placeOf, text } from './words';

/** What can be reached from outside of the mesh, and where the mesh may go out. */
export function exposureSection({ exposure }: Review): PageSection {
  return {
    name: 'exposure',
    title: 'What is public',
    columns: [MARK, name('way in or out'), name('at'), name('leads to'), text('what is different'), PLACE],
    rows: exposure.rows.map(({ change, effect, what, at, host = '', method = '', path = '', to, text: said, undecided, origin }) => ({
      tone: TONE_OF_EFFECT[effect],
      cells: [
        [markOf(change)],
        [[what, method, `${host}${path}`].filter(Boolean).join(' ')],
        [at],
        maybe(to),
        [said, ...(undecided === undefined ? [] : [`counted as broadened: ${undecided}`])],
        placeOf(origin),
      ],
    })),
    folded: false,
  };
}
