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
  const { job: object, finding } = unwrapJob(json);
  if (finding !== undefined) return { job: {}, findings: [finding] };
  const findings: Finding[] = [];
  const onDuration = (path: readonly (string | number)[], nanoseconds: number): void => {
    const suspicion = durationFinding(path, nanoseconds);
    if (suspicion !== undefined) findings.push(suspicion);
  };
  // The model says what a Job is; here it is only read, so a wrong one is still wrong.
  const job = fromApiJson(JOB_MODEL, 'Job', object, { onDuration }) as Job;
  return { job, findings };
}

/** The job itself, with or without the outer `Job`, or why it is none. */
export function unwrapJob(json: unknown): { readonly job: JsonObject; readonly finding?: Finding } {
  const object = isPlainObject(json) ? (isPlainObject(json['Job']) ? json['Job'] : json) : undefined;
  if (object !== undefined && !isPlainObject(object['job'])) return { job: object as JsonObject };
  const finding: Finding = {
    code: 'NOMAD-TYPE',
    message: object === undefined ? 'this is not a job in API JSON' : 'this is a jobspec file written as JSON, which no API takes',
    value: show(json),
    limit: 'an object with the members of api.Job',
    fix: 'write what nomad job run -output prints',
  };
  return { job: {}, finding };
}

/** What a length of time is suspected of: to be in another unit. */
export function durationFinding(path: readonly (string | number)[], nanoseconds: number): Finding | undefined {
  if (nanoseconds === 0 || Math.abs(nanoseconds) >= SHORTEST_MEANT) return undefined;
  const number = String(nanoseconds);
  return {
    code: 'NOMAD-DURATION',
    at: address(path),
    message: `${number} here is ${number} nanoseconds`,
    value: number,
    limit: 'at least a millisecond, 1000000 nanoseconds',
    fix: nanoseconds > 0 ? `write ${number}000000000 for ${number} seconds` : 'write a length of time in nanoseconds',
  };
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
