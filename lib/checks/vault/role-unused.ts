import { exampleDigest, examplePolicy, exampleReader, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

const READ = 'database/creds/orders-rw';
const ROLE = exampleRole('sec-orders', examplePolicy(READ, 'read'));

/** A way into Vault that nobody takes. */
export const roleUnused: EstateRule = {
  code: 'VAULT-ROLE-UNUSED',
  on: 'estate',
  severity: 'warning',
  protects: 'Whoever may start a job of this id reads the secrets; the job that they were for does not.',
  source: 'vault docs auth/jwt: a role is there for every token that its claims fit',
  check(estate, say) {
    const jobs = new Set(estate.jobs.map(({ namespace, id }) => `${namespace} ${id}`));
    for (const { role, users } of rolesOf(estate).values()) {
      if (users.length > 0) continue;
      const { namespace = '', jobId = '' } = role;
      const there = jobs.has(`${namespace} ${jobId}`);
      // Without the whole program nobody knows which jobs there are beside those found.
      if (!there && (estate.domains.length === 0 || jobId === '')) continue;
      say(role.path, undefined, {
        message: there ? `no task of ${jobId} logs in with its role` : `the role is for ${jobId} of ${namespace}, and there is no such job`,
        value: role.name,
        fix: 'remove the role, or read a secret in the job',
      });
    }
  },
  trips: { jobs: [exampleDigest('sec-orders', {})], roles: [ROLE] },
  passes: { jobs: [exampleReader('sec-orders', 'sec-orders', [['secret', READ]])], roles: [ROLE] },
};
