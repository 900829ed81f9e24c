import type { IConstruct } from 'constructs';
import { CallSite, type ProblemCode } from '../lib/problems';
import { Platform } from './platform';

/**
 * What the checks say of a construct and of everything below it: a workload, a domain's stack, or the whole app.
 *
 * Errors: ACKNOWLEDGE-INVALID, and VALUE-CONFLICT for two reasons. ACKNOWLEDGE-UNUSED warns of a word that silences nothing.
 */
export class Checks {
  readonly #construct: IConstruct;
  readonly #platform: Platform;

  private constructor(construct: IConstruct) {
    this.#construct = construct;
    this.#platform = Platform.of(construct);
  }

  /** The checks of a construct. @param construct anything in the tree: PLATFORM-MISSING where no facts were given */
  static of(this: void, construct: IConstruct): Checks {
    return new Checks(construct);
  }

  /**
   * Lets the findings of a code stand at this construct and below: those that are a warning or a note, or an error only in
   * one's own program. What an engine refuses stays refused. The innermost word about a code counts.
   * @example Checks.of(fills).acknowledge('NOMAD-IMAGE-LATEST', 'the vendor ships one tag, and we mirror it by date')
   * @param code as the finding shows it; @param reason why it may stand, at least 10 characters: reviewers read it
   */
  acknowledge(code: ProblemCode, reason: string): void {
    const { path } = this.#construct.node;
    this.#platform.assertOpen(path === '' ? 'app' : path, 'acknowledge');
    this.#platform.acknowledge(path, code, reason, CallSite.here());
  }
}
