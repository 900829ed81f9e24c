import { counted, numbered, type Change, type Origin } from '../../review';
import type { PageColumn } from '../page-model';

const MARKS: Readonly<Record<Change, string>> = { added: '+', removed: '−', changed: '~' };

/** The sign of a row. */
export function markOf(change: Change): string {
  return MARKS[change];
}

/** A cell with nothing in it. */
export const NOTHING: readonly string[] = [];

/** Line of the program where it is known, else the construct. */
export function placeOf(origin: Origin | undefined): readonly string[] {
  return origin === undefined ? NOTHING : [lineOf(origin) ?? origin.path];
}

/** `stacks/trading/orders.ts:12`, and that it is a line of the base where the head has none. */
export function lineOf({ source, inBase }: Pick<Origin, 'source' | 'inBase'>): string | undefined {
  return source === undefined || inBase !== true ? source : `${source} (base)`;
}

/** Nothing where there is no text. */
export function maybe(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? NOTHING : [text];
}

/** `2 → 4`, or once where nothing moved. */
export function step(before: number, after: number): string {
  return before === after ? numbered(after) : `${numbered(before)} → ${numbered(after)}`;
}

/** The first so many, and how many there are beyond. */
export function some(texts: readonly string[], more = 0): readonly string[] {
  return more === 0 ? texts : [...texts, `and ${numbered(more)} more`];
}

const column =
  (as: PageColumn['as']) =>
  (title: string): PageColumn => ({ title, as });

export const name = column('name');
export const text = column('text');
export const digits = column('number');
/** The first column of most tables. */
export const MARK: PageColumn = { title: 'change', as: 'mark' };
/** The last column of most tables. */
export const PLACE: PageColumn = { title: 'said at', as: 'name' };

export { counted, numbered as number };
