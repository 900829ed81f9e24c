import { isPlainObject } from '../model';
import type { AcknowledgedFinding } from './acknowledgements';
import type { CallEnds } from './call-of';
import type { CHECKS_VERSION } from './facts-file';

/** A call, and the line that says it. */
export interface CallSource extends CallEnds {
  /** `stacks/trading/orders.ts:30`; the first in sorted order where several lines say it. */
  readonly source: string;
}

/** A secret or key that a job reads, and the line that says it. */
export interface ReadSource {
  readonly job: string;
  /** Path in Vault, or key in Consul. */
  readonly path: string;
  /** `stacks/trading/orders.ts:31`; the first in sorted order where several lines say it. */
  readonly source: string;
}

/**
 * `checks/sources.json`: which line of the program stands behind what was written, so that a finding about the output names
 * it. Lines are relative to the working directory of the synth.
 */
export interface SourcesFile {
  /** Version of this form; a reader refuses one that it does not know. */
  readonly version: typeof CHECKS_VERSION;
  /** Construct path of each member of the mesh and of each job → the line that made it. */
  readonly constructs: Readonly<Record<string, string>>;
  /** Sorted by caller, then destination. */
  readonly calls: readonly CallSource[];
  /** Sorted by job, then path; outputs of before it was written have none. */
  readonly reads?: readonly ReadSource[];
  /** Job id → the construct path that its findings are told at. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Construct path of a config entry → the construct path that its findings are told at, where its name does not say so. */
  readonly owners: Readonly<Record<string, string>>;
  /** Findings that the program lets stand. */
  readonly acknowledged: readonly AcknowledgedFinding[];
}

/** What a file that was read says of lines; undefined where it has another form. What it leaves out it says nothing about. */
export function sourcesIn(file: Readonly<Record<string, unknown>>): SourcesFile | undefined {
  const { constructs = {}, calls = [], reads = [], jobs = {}, owners = {}, acknowledged = [] } = file;
  const isWhole =
    [constructs, jobs, owners].every((texts) => isPlainObject(texts) && hasTexts(texts, Object.keys(texts))) &&
    [calls, reads, acknowledged].every((list) => Array.isArray(list) && list.every(isPlainObject)) &&
    (calls as readonly Texts[]).every((call) => hasTexts(call, ['from', 'to', 'source'])) &&
    (reads as readonly Texts[]).every((read) => hasTexts(read, ['job', 'path', 'source'])) &&
    (acknowledged as readonly Texts[]).every((finding) => hasTexts(finding, ['code', 'path', 'message', 'reason']));
  return isWhole ? ({ ...file, constructs, calls, jobs, owners, acknowledged } as unknown as SourcesFile) : undefined;
}

type Texts = Readonly<Record<string, unknown>>;

function hasTexts(object: Texts, names: readonly string[]): boolean {
  return names.every((name) => typeof object[name] === 'string');
}
