import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A job of nothing. */
export const groupMissing: JobRule<'job'> = {
  code: 'NOMAD-GROUP-MISSING',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job: { TaskGroups: groups = [] } }, say) {
    if (groups.length === 0) say('TaskGroups', { message: 'a job without a task group', fix: 'write a task group' });
  },
  trips: { TaskGroups: [] },
  passes: {},
};
