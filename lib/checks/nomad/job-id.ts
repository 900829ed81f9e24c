import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** The name by which Nomad keeps a job. */
export const jobId: JobRule<'job'> = {
  code: 'NOMAD-JOB-ID',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job: { ID: id = '' } }, say) {
    if (id === '') say('ID', { message: 'a job without an ID', fix: 'give the job an ID' });
    else if (id.includes(' ')) say('ID', { message: 'the ID of a job holds a space', value: show(id), fix: 'write the ID without spaces' });
    else if (id.includes('\0'))
      say('ID', { message: 'the ID of a job holds a null character', value: show(id), fix: 'remove the null character' });
  },
  trips: { ID: 'sec orders' },
  passes: { ID: 'sec-orders' },
};
