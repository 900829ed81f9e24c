import type { Review } from '../../review';
import type { PageSection } from '../page-model';
import { MARK, counted, digits, markOf, maybe, name, number } from './words';

/** How much of which stack differs, in the order in which they are applied. */
export function outputsSection({ outputs: { base, head, stacks } }: Review): PageSection {
  return {
    name: 'outputs',
    title: 'Stacks, in the order in which they are applied',
    proof: `${counted(stacks.length, 'stack')} of ${number(Math.max(base.stacks, head.stacks))} changed (${counted(head.resources, 'resource')} compared)`,
    columns: [MARK, name('stack'), name('owner'), digits('resources added'), digits('removed'), digits('changed')],
    rows: stacks.map(({ stack, owner, change, added, removed, changed }) => ({
      tone: change === 'removed' ? 'danger' : 'plain',
      cells: [[markOf(change)], [stack], maybe(owner), [number(added)], [number(removed)], [number(changed)]],
    })),
    folded: true,
  };
}
