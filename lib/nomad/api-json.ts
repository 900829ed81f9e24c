import type { Duration } from '../values';
import type { Job } from './job.generated';

/** A type of the job model as the engine's API has it: every Duration is a whole number of nanoseconds. */
export type ApiJson<T> = T extends Duration
  ? number
  : T extends readonly (infer Element)[]
    ? readonly ApiJson<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]: ApiJson<T[Key]> }
      : T;

/** A job in API JSON. */
export type ApiJob = ApiJson<Job>;
