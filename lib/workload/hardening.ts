import type { Finding } from '../problems';
import { reasonProblem, show, Value } from '../values';

/** What an exception from the hardened Docker defaults opens. */
export type ExceptionModel =
  | { readonly type: 'writableRoot' }
  | { readonly type: 'capability'; readonly capability: string }
  | { readonly type: 'root' }
  | { readonly type: 'bindMount'; readonly source: string; readonly target: string };

/** An exception from the hardened Docker defaults, with the reason a reviewer reads. */
export class HardeningException extends Value {
  /** What it opens, as plain data. */
  readonly model: ExceptionModel;
  /** Why, at least 10 characters. */
  readonly reason: string;

  private constructor(model: ExceptionModel, reason: string, problem?: Finding) {
    super(problem ?? reasonProblem(`HardeningException.${model.type}`, reason));
    this.model = model;
    this.reason = reason;
  }

  /** The image may write to its own root file system. */
  static writableRoot(this: void, reason: string): HardeningException {
    return new HardeningException({ type: 'writableRoot' }, reason);
  }

  /**
   * One Linux capability is added to none. Linux gives it to root only, so it stands beside {@link root}; and the clients must
   * allow it (`allow_caps` of the Docker plugin).
   * @param capability lower case without `cap_`, for instance `setuid`
   */
  static capability(this: void, capability: string, reason: string): HardeningException {
    const wrong = !/^[a-z][a-z_]+$/.test(capability) || capability === 'all' || capability.startsWith('cap_');
    return new HardeningException(
      { type: 'capability', capability },
      reason,
      wrong
        ? {
            code: 'VALUE-INVALID',
            message: 'a capability is one lower-case name without cap_',
            value: show(capability),
            fix: "for instance 'setuid'",
          }
        : undefined,
    );
  }

  /** The process runs as root inside its container. */
  static root(this: void, reason: string): HardeningException {
    return new HardeningException({ type: 'root' }, reason);
  }

  /** A read-only bind of a host path: offered through the verbs that know what it means. @internal */
  static bindMount(this: void, source: string, target: string, reason: string): HardeningException {
    return new HardeningException({ type: 'bindMount', source, target }, reason);
  }
}
