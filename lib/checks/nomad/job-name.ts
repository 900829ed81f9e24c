import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** What people call a job; by default its ID. */
export const jobName: JobRule<'job'> = {
  code: 'NOMAD-JOB-NAME',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job: { Name: name = '' } }, say) {
    if (name === '') say('Name', { message: 'a job without a name', fix: 'write a name, or leave Name out for the ID' });
    else if (name.includes('\0'))
      say('Name', { message: 'the name of a job holds a null character', value: show(name), fix: 'remove the null character' });
  },
  trips: { Name: '' },
  passes: { Name: 'orders of the day' },
};
