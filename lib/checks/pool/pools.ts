import { once } from '../../model';
import type { CheckFacts, PoolFacts } from '../facts';
import type { Estate } from '../estate';
import type { GroupDigest, JobDigest } from '../job-digest';

/** The pool of this name, where the platform says how large it is; `all` is no pool of its own. */
export function poolOf({ pools = [] }: CheckFacts, name: string): PoolFacts | undefined {
  return pools.find((pool) => pool.name === name);
}

/** A group, and the job it stands in. */
export interface PlacedGroup {
  readonly job: JobDigest;
  readonly group: GroupDigest;
}

/** Every group of every job. */
export const groupsOf = once(({ jobs }: Estate): readonly PlacedGroup[] => {
  const placed: PlacedGroup[] = [];
  for (const job of jobs) for (const group of job.groups ?? []) placed.push({ job, group });
  return placed;
});

/** One instance on each server. */
export function isOnEveryServer({ type }: JobDigest): boolean {
  return type === 'system' || type === 'sysbatch';
}

/** Runs all the time, so that it counts together with every other such job. */
export function runsAlways({ type }: JobDigest): boolean {
  return type === 'service' || type === 'system';
}
