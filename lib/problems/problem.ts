import type { ProblemCode } from './codes';

/** How bad a problem is: an `error` stops synth before a file is written; the others are shown. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * One mistake of a program, as data. Text is made from it at the very end ({@link formatProblems}).
 */
export interface Problem {
  /** Which rule it breaks; codes are API. */
  readonly code: ProblemCode;
  /** How bad it is. */
  readonly severity: Severity;
  /** Construct path (`trading/orders`), or the subject where no construct exists yet (`stacks/releases/production.json`). */
  readonly path: string;
  /** File and line of the user's program, `stacks/trading/orders.ts:12`. Made only when somebody reads it. */
  readonly source?: string | undefined;
  /** Where inside the construct: a prop (`health.path`) or an address in the job (`TaskGroups[0].Count`). */
  readonly at?: string | undefined;
  /** One lower-case sentence without a full stop. */
  readonly message: string;
  /** What was given, as the person wrote it. */
  readonly value?: string | undefined;
  /** What is allowed. */
  readonly limit?: string | undefined;
  /** The change to make, as an imperative. */
  readonly fix: string;
}

/** A problem that does not know its construct yet: what values and pure functions return. */
export type Finding = Omit<Problem, 'path' | 'severity' | 'source'> & {
  /** How bad it is. @default error */
  readonly severity?: Severity;
};

/** A finding that knows the line it comes from. */
export type SourcedFinding = Finding & { readonly source?: string | undefined };
