import type { JsonObject } from '../model';
import type { ApiJob } from './api-json';

/**
 * A job as Nomad reads it from API JSON: nulls are absent, defaults are filled in as `Job.Canonicalize` does.
 * @param json the job itself, without an outer `Job`
 */
export function canonicalJob(json: JsonObject): ApiJob {
  return withoutNulls(json) as ApiJob;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
