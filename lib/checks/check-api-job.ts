import { readApiJob, writtenAddress, type ApiJob } from '../nomad';
import type { JsonObject } from '../model';
import type { Finding } from '../problems';
import { checkJob, type CheckJobOptions } from './check-job';
import type { CheckFacts } from './facts';

/** What is found in a job of anybody. */
export interface ApiJobFindings {
  /** The job in canonical form; undefined where Nomad does not even decode it. */
  readonly job?: ApiJob;
  /** Each with its severity: `error` where Nomad refuses the job. */
  readonly findings: readonly Finding[];
}

/**
 * Everything that is found in a job in API JSON, as `nomad job run -output` and `GET /v1/job/:id` print it, with or without
 * the outer `Job`: what Nomad's decoder refuses or drops, then what the rules say.
 */
export function checkApiJob(json: unknown, facts: CheckFacts, options: CheckJobOptions): ApiJobFindings {
  const { job, written, findings: read } = readApiJob(json, facts.engines);
  if (job === undefined) return { findings: read };
  const found = checkJob(job, facts, options);
  return { job, findings: found.length === 0 ? read : joined(read, found, written) };
}

/** Each fault once, where it was written: a rule knows more of a place than the decoder does. */
function joined(read: readonly Finding[], found: readonly Finding[], written: JsonObject): Finding[] {
  const placed = found.map((finding) => (finding.at === undefined ? finding : { ...finding, at: writtenAddress(written, finding.at) }));
  const errors = new Set(placed.filter(({ severity }) => severity === 'error').map(({ at }) => at));
  const seen = new Set<string>();
  return [...read.filter(({ at }) => at === undefined || !errors.has(at)), ...placed].filter(({ at, message }) => {
    const key = `${at ?? ''} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
