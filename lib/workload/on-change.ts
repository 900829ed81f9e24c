import { Duration, Value } from '../values';

/** Signals a task may be told a change by. */
export type Signal = 'SIGHUP' | 'SIGUSR1' | 'SIGUSR2';

export type ChangeMode =
  | { readonly mode: 'restart'; readonly splay: Duration | undefined }
  | { readonly mode: 'signal'; readonly signal: Signal }
  | { readonly mode: 'noop' };

/** What happens to a running task when a secret or key that it reads changes. It has to be said: Nomad's own default restarts all instances at once. */
export class OnChange extends Value {
  /** What happens, as plain data (`ChangeMode`). */
  readonly change: ChangeMode;

  private constructor(change: ChangeMode) {
    super(change.mode === 'restart' ? change.splay?.problem : undefined);
    this.change = change;
  }

  /** The task is restarted, at a random moment within the splay, so that not all instances go at once. */
  static restart(
    this: void,
    options: {
      /** Longest wait before an instance restarts (`Splay`). @default 5 minutes */
      readonly splay?: Duration;
    } = {},
  ): OnChange {
    return new OnChange({ mode: 'restart', splay: options.splay });
  }

  /** The task gets a signal; the file is new already. Not for environment variables: a process cannot see new ones. */
  static signal(this: void, signal: Signal): OnChange {
    return new OnChange({ mode: 'signal', signal });
  }

  /** Nothing: the file changes, and the application looks at it by itself. */
  static ignore(this: void): OnChange {
    return new OnChange({ mode: 'noop' });
  }
}

/** Splay where none is said. Not in proportion to the count: a template's splay restarts every instance when it changes. */
export const RESTART_SPLAY = Duration.minutes(5);
