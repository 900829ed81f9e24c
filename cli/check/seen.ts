import type { EngineVersions } from '../../lib/platform';
import type { Problem } from '../../lib/problems';
import type { AcknowledgedProblem } from '../../lib/report';

/** What one look at the inputs has seen. */
export interface Seen {
  readonly problems: readonly Problem[];
  /** What the program lets stand. */
  readonly acknowledged: readonly AcknowledgedProblem[];
  /** Path of every job. */
  readonly jobs: readonly string[];
  readonly engines: EngineVersions;
  /** Why something could not be looked at, a whole sentence each. */
  readonly mistakes: readonly string[];
}
