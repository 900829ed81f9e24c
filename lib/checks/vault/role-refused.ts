import { taskAt } from '../digest-address';
import { examplePolicy, exampleReader, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

const READ = 'database/creds/orders-rw';
const JOB = exampleReader('sec-orders', 'sec-orders', [['secret', READ]]);

/** A task that may not take its role. */
export const roleRefused: EstateRule = {
  code: 'VAULT-ROLE-REFUSED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task is killed before it starts: claim nomad_job_id does not match any associated bound claim values.',
  source: 'seen on Nomad 1.11.3 and Vault 1.21.0',
  check(estate, say) {
    for (const { role, users } of rolesOf(estate).values()) {
      for (const { job, task } of users) {
        for (const [claim, bound, own] of [
          ['nomad_namespace', role.namespace, job.namespace],
          ['nomad_job_id', role.jobId, job.id],
        ] as const) {
          if (bound === undefined || bound === '' || bound === own || bound.split(',').some((each) => each.trim() === own)) continue;
          say(job.path, `${taskAt(task)}.Vault.Role`, {
            message: `the role ${role.name} is bound to another ${claim}`,
            value: own,
            limit: bound,
            fix: 'give the job a role of its own',
          });
        }
      }
    }
  },
  trips: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy(READ, 'read'), { jobId: 'sec-ledger' })] },
  passes: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy(READ, 'read'))] },
};
