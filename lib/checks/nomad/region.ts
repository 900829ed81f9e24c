import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Where a job runs; by default in the region of the server that is asked. */
export const region: JobRule<'job'> = {
  code: 'NOMAD-REGION',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job }, say) {
    if (job.Region !== '' || job.Multiregion !== undefined) return;
    say('Region', { message: 'an empty region is no region', fix: 'leave Region out, or name one' });
  },
  trips: { Region: '' },
  passes: { Region: 'global' },
};
