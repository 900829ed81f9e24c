import { hostAccessFindings, type Job } from '../../nomad';
import type { JobRule } from '../rule';

/** A task that reaches out of its container. */
export const hostAccess: JobRule<'job'> = {
  code: 'NOMAD-HOST-ACCESS',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'Whoever may deploy the job holds the servers it runs on, with the secrets of all other jobs there. No namespace stops a setting of a driver.',
  source: 'seen on Nomad 1.11.3; CVE-2026-14891, CVE-2026-14896',
  check({ job }, say) {
    for (const { at = '', message, value, fix } of hostAccessFindings(job as unknown as Job)) {
      say(at, { message, ...(value === undefined ? {} : { value }), fix });
    }
  },
  trips: {
    TaskGroups: [{ Name: 'orders', Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2', privileged: true } }] }],
  },
  passes: {
    TaskGroups: [{ Name: 'orders', Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2', privileged: false } }] }],
  },
};
