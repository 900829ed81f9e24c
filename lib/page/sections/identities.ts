import type { Review } from '../../review';
import { TONE_OF_EFFECT, type PageSection } from '../page-model';
import { MARK, PLACE, markOf, name, placeOf, text } from './words';

/** Binding rules of Consul and roles of Vault. */
export function identitiesSection({ identities }: Review): PageSection {
  return {
    name: 'identities',
    title: 'Who logs in as whom',
    columns: [MARK, text('who'), name('becomes'), name('bound by'), text('what is different'), PLACE],
    rows: identities.rows.map(({ change, effect, engine, name: bound, who, becomes, text: said, undecided, origin }) => ({
      tone: TONE_OF_EFFECT[effect],
      cells: [
        [markOf(change)],
        [who],
        [becomes],
        [`${engine} ${bound}`],
        [said, ...(undecided === undefined ? [] : [`counted as broadened: ${undecided}`])],
        placeOf(origin),
      ],
    })),
    folded: identities.rows.every(({ effect }) => effect !== 'broadened'),
  };
}
