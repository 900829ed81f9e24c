import { nearest } from '../../lib/problems';
import { ALL_CODES, explainAll, explainCode } from '../../lib/report';
import { cannotRun } from './cannot-run';

/** What the command line says of an explanation. */
export interface ExplainOptions {
  /** URL below which the pages of docs/ are served. */
  readonly manual?: string;
}

/** `kumiki explain`: 0 where there is such a code, 2 where there is none. */
export function explain(word: string | undefined, { manual }: ExplainOptions): number {
  if (word === undefined) {
    process.stdout.write(explainAll());
    return 0;
  }
  const wanted = word.toUpperCase();
  const code = ALL_CODES.find((known) => known === wanted);
  if (code !== undefined) {
    process.stdout.write(explainCode(code, manual));
    return 0;
  }
  const similar = nearest(wanted, ALL_CODES);
  const advice = similar === undefined ? 'kumiki explain lists all of them' : `did you mean ${similar}?`;
  return cannotRun([`there is no code ${word}; ${advice}`]);
}
