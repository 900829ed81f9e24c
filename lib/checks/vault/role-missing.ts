import { taskAt } from '../digest-address';
import { examplePolicy, exampleReader, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

const READ = 'database/creds/orders-rw';
const job = (role: string) => exampleReader('sec-orders', role, [['secret', READ]]);
const ROLE = exampleRole('sec-orders', examplePolicy(READ, 'read'));

/** A task that logs in with a role that is nowhere. */
export const roleMissing: EstateRule = {
  code: 'VAULT-ROLE-MISSING',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task is killed before it starts: Vault: failed to derive vault token.',
  source: 'seen on Nomad 1.11.3 and Vault 1.21.0',
  check(estate, say) {
    const roles = rolesOf(estate);
    if (roles.size === 0) return;
    for (const { path, tasks } of estate.jobs) {
      for (const task of tasks ?? []) {
        const { vaultRole } = task;
        if (vaultRole === undefined || vaultRole === '' || roles.has(vaultRole)) continue;
        say(path, `${taskAt(task)}.Vault.Role`, {
          message: 'no role of Vault has this name',
          value: vaultRole,
          fix: 'name the role of the job, or write it',
        });
      }
    }
  },
  trips: { jobs: [job('sec-order')], roles: [ROLE] },
  passes: { jobs: [job('sec-orders')], roles: [ROLE] },
};
