import { examplePolicy, exampleReader, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

const READ = 'database/creds/orders-rw';
const JOB = exampleReader('sec-orders', 'sec-orders', [['secret', READ]]);

/** A role that more than its job may take. */
export const roleUnbound: EstateRule = {
  code: 'VAULT-ROLE-UNBOUND',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Any job of the cluster, or of the namespace, logs in with the role and reads what this one may.',
  source: 'vault docs auth/jwt bound_claims; hashicorp/nomad#23510',
  check(estate, say) {
    for (const { role, users } of rolesOf(estate).values()) {
      const claims = { nomad_namespace: role.namespace ?? '', nomad_job_id: role.jobId ?? '' };
      // A role that is bound to neither, and that no job uses, may be for people.
      if (claims.nomad_namespace === '' && claims.nomad_job_id === '' && users.length === 0) continue;
      for (const [claim, value] of Object.entries(claims)) {
        if (value !== '' && !value.includes(',')) continue;
        say(role.path, `bound_claims.${claim}`, {
          message: value === '' ? `the role is not bound to one ${claim}` : `a comma in ${claim} means that each of them may log in`,
          value: value === '' ? 'none' : value,
          limit: 'the namespace and the id of one job',
          fix: `bind ${claim} to the one of the job`,
        });
      }
    }
  },
  trips: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy(READ, 'read'), { jobId: undefined })] },
  passes: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy(READ, 'read'))] },
};
