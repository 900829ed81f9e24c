import { nearest } from '../../problems';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const TYPES = ['service', 'batch', 'system', 'sysbatch'];

/** Which scheduler places a job. */
export const jobType: JobRule<'job'> = {
  code: 'NOMAD-JOB-TYPE',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate; nomad/job_endpoint_hooks.go, jobValidate',
  check({ job }, say) {
    const type: string = job.Type ?? '';
    if (TYPES.includes(type)) return;
    const near = nearest(type, TYPES);
    say('Type', {
      message: 'Nomad has no scheduler for this type of job',
      value: show(type),
      limit: TYPES.join(', '),
      fix: near === undefined ? 'write one of them, or leave Type out for service' : `write ${show(near)}`,
    });
  },
  trips: { Type: 'daemon' },
  passes: { Type: 'service' },
};
