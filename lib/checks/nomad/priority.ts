import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Which job goes first where there is not enough. */
export const priority: JobRule<'job'> = {
  code: 'NOMAD-PRIORITY',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hooks.go, jobValidate',
  check({ job: { Priority: value = 50 }, facts: { maxPriority = 100 } }, say) {
    if (value >= 1 && value <= maxPriority) return;
    say('Priority', {
      message: 'the servers take no such priority',
      value: String(value),
      limit: `1 to ${String(maxPriority)}, the job_max_priority of the servers`,
      fix: 'write a priority between them',
    });
  },
  trips: { Priority: 101 },
  passes: { Priority: 100 },
};
