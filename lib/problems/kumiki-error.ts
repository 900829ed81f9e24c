import { formatProblems } from './format';
import type { Problem } from './problem';

const KUMIKI_ERROR = Symbol.for('kumiki/KumikiError');

/** The one error kumiki throws. It carries every problem found, as data and as text. */
export class KumikiError extends Error {
  /** Everything that was found, warnings and notes included. */
  readonly problems: readonly Problem[];

  /** Made by kumiki where problems are said. @param problems at least one */
  constructor(problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    const text = `${formatProblems(problems)}\n\n${String(errors)} ${errors === 1 ? 'error' : 'errors'}, nothing was written`;
    super(text);
    this.name = 'KumikiError';
    this.problems = problems;
    Object.defineProperty(this, KUMIKI_ERROR, { value: true });
    // The report names the user's lines itself; a stack of our own frames would only hide them.
    this.stack = text;
  }

  /** Works across two copies of the library, unlike `instanceof`. */
  static isKumikiError(this: void, x: unknown): x is KumikiError {
    return typeof x === 'object' && x !== null && KUMIKI_ERROR in x;
  }
}
