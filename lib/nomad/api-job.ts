import { address, fromApiJson, isPlainObject, toApiForm, toApiJson, type ApiForm, type JsonObject } from '../model';
import type { Finding } from '../problems';
import { show } from '../values';
import { JOB_MODEL } from './job-model';
import type { Job } from './job.generated';

/** A length of time below this is no length anybody means; it is a number of seconds that lost its unit. */
const SHORTEST_MEANT = 1_000_000;

/**
 * Reads a job as `nomad job run -output` and `GET /v1/job/:id` print it, with or without the outer `Job`: integer
 * nanoseconds become durations, nulls go. Reads only; {@link checkJobModel} says what the model does not allow.
 */
export function jobFromApiJson(json: unknown): { readonly job: Job; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  const object = isPlainObject(json) ? (isPlainObject(json['Job']) ? json['Job'] : json) : undefined;
  if (object === undefined || isPlainObject(object['job'])) {
    findings.push({
      code: 'NOMAD-TYPE',
      message: object === undefined ? 'this is not a job in API JSON' : 'this is a jobspec file written as JSON, which no API takes',
      value: show(json),
      limit: 'an object with the members of api.Job',
      fix: 'write what nomad job run -output prints',
    });
    return { job: {}, findings };
  }
  const onDuration = (path: readonly (string | number)[], nanoseconds: number): void => {
    if (nanoseconds === 0 || Math.abs(nanoseconds) >= SHORTEST_MEANT) return;
    const number = String(nanoseconds);
    findings.push({
      code: 'NOMAD-DURATION',
      at: address(path),
      message: `${number} here is ${number} nanoseconds`,
      value: number,
      limit: 'at least a millisecond, 1000000 nanoseconds',
      fix: nanoseconds > 0 ? `write ${number}000000000 for ${number} seconds` : 'write a length of time in nanoseconds',
    });
  };
  // The model says what a Job is; here it is only read, so a wrong one is still wrong.
  const job = fromApiJson(JOB_MODEL, 'Job', object as JsonObject, { onDuration }) as Job;
  return { job, findings };
}

/**
 * Writes a job as the API and the provider read it: durations as integer nanoseconds, undefined members and empty lists
 * left out, because Nomad compares an absent list and an empty one as different (hashicorp/nomad#20497).
 */
export function jobToApiJson(job: Job): JsonObject {
  return toApiJson(JOB_MODEL, 'Job', job, { dropEmptyLists: true });
}

/** {@link jobToApiJson} as an object that is the caller's own, and as text with sorted keys. */
export function jobToApiForm(job: Job): ApiForm {
  return toApiForm(JOB_MODEL, 'Job', job, { dropEmptyLists: true });
}
