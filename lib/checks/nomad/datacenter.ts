import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Datacenters a job may run in; by default all. */
export const datacenter: JobRule<'job'> = {
  code: 'NOMAD-DATACENTER',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job: { Datacenters: datacenters = [] } }, say) {
    const index = datacenters.indexOf('');
    if (index < 0) return;
    say(`Datacenters[${String(index)}]`, { message: 'an empty text names no datacenter', fix: 'remove it, or name the datacenter' });
  },
  trips: { Datacenters: ['dc1', ''] },
  passes: { Datacenters: ['dc1'] },
};
