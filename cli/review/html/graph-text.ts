import type { GraphEdge, GraphNode } from '../../../lib/review';
import { visible } from '../../../lib/problems';

/** Width of a letter of the fixed-width fonts in points, at the size in which nodes are written; a bit more than any of them needs. */
export const NODE_LETTER = 7.3;

const NODE_LETTERS = 36;
const EDGE_LETTERS = 40;

/** Sign of what happened to a part of the graph: colour is never the only one. */
const MARKS = { added: '+ ', removed: '− ', changed: '~ ', context: '' } as const;

/** The two lines of a node. */
export function nodeText({ id, kind, state }: GraphNode): readonly [name: string, kind: string] {
  return [`${MARKS[state]}${cut(id, NODE_LETTERS)}`, cut(kind === 'public' ? 'outside of the mesh' : kind, NODE_LETTERS)];
}

/** What stands at an edge. */
export function edgeText({ label, state }: GraphEdge): string {
  return `${MARKS[state]}${cut(label, EDGE_LETTERS)}`.trim();
}

/** How many letters of a fixed-width font a text takes: the wide ones of Japanese are two. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (const character of text) letters += /[\u1100-\uffdc]|[^\0-\uffff]/u.test(character) ? 2 : 1;
  return letters;
}

/** Long texts are whole in the tables, and where the pointer rests. */
function cut(text: string, letters: number): string {
  const characters = Array.from(visible(text));
  return characters.length <= letters ? characters.join('') : `${characters.slice(0, letters - 1).join('')}…`;
}
