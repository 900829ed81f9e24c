import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Where the names of a job live; by default in the namespace called default. */
export const namespace: JobRule<'job'> = {
  code: 'NOMAD-NAMESPACE',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint.go, Job.Validate; seen on Nomad 1.11.3',
  check({ job }, say) {
    if (job.Namespace === '') say('Namespace', { message: 'an empty namespace is no namespace', fix: 'leave Namespace out, or name one' });
  },
  trips: { Namespace: '' },
  passes: { Namespace: 'trading' },
};
