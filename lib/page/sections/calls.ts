import type { CallChange, Review } from '../../review';
import { TONE_OF_EFFECT, type PageRow, type PageSection } from '../page-model';
import { MARK, PLACE, markOf, maybe, name, number, placeOf, text } from './words';

/** Pairs of caller and callee whose permission is another one. */
export function callsSection({ calls }: Review): PageSection {
  return {
    name: 'calls',
    title: 'Who can now call whom',
    columns: [MARK, name('caller → callee'), name('passes now'), name('no longer passes'), text('in short'), PLACE],
    rows: calls.rows.map(rowOf),
    folded: false,
  };
}

function rowOf(call: CallChange): PageRow {
  const { change, effect, from, to, fromDomain, toDomain, opened, closed, origin } = call;
  return {
    tone: isRefused(call) ? 'danger' : TONE_OF_EFFECT[effect],
    cells: [[markOf(change)], [`${who(from, fromDomain)} → ${who(to, toDomain)}`], opened, closed, inShort(call), placeOf(origin)],
  };
}

function who(service: string, domain: string | undefined): string {
  if (service === '*') return '* (every service)';
  return domain === undefined ? service : `${service} (${domain})`;
}

/** A caller that was not told: it goes on to call, and nothing passes. */
function isRefused({ wired, after, change }: CallChange): boolean {
  return wired === 'yes' && change === 'removed' && after.length === 0;
}

function inShort(call: CallChange): readonly string[] {
  const { from, to, effect, acrossDomains, wired, decidedBy, undecided, pairs, opened } = call;
  return [
    effect,
    ...(acrossDomains ? ['across domains'] : []),
    ...(undecided === undefined ? [] : [`counted as broadened: ${undecided}`]),
    ...(wired === 'no' && opened.length > 0 ? ['permitted, though the caller has no upstream for it'] : []),
    ...(isRefused(call) ? ['the caller still calls it, and is refused'] : []),
    ...(pairs > 1 ? [`stands for ${number(pairs)} pairs`] : []),
    ...maybe(decidedBy === 'none' || decidedBy === `${from} → ${to}` ? undefined : `now decided by the rule ${decidedBy}`),
  ];
}
