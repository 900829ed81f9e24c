import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A payload belongs to one run of a parameterized job. */
export const payload: JobRule<'job'> = {
  code: 'NOMAD-PAYLOAD',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hooks.go, jobValidate',
  check({ job: { Payload: bytes = '' } }, say) {
    if (bytes === '') return;
    say('Payload', {
      message: 'a job is submitted without a payload; only its runs have one',
      fix: 'remove Payload, and hand it to nomad job dispatch',
    });
  },
  trips: { Payload: 'b3JkZXJz' },
  passes: { Payload: '' },
};
