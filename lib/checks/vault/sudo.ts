import { examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

/** A job with the rights of an operator. */
export const sudo: EstateRule = {
  code: 'VAULT-SUDO',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: "The task may use Vault's root-protected paths: sealing, audit devices, raw storage.",
  source: 'vault/acl.go, SudoCapability',
  check(estate, say) {
    for (const { role, paths } of rolesOf(estate).values()) {
      for (const { path, at, capabilities } of paths) {
        if (!capabilities.includes('sudo')) continue;
        say(role.path, at, {
          message: 'a policy of a job has the capability sudo',
          value: path,
          fix: 'drop sudo',
        });
      }
    }
  },
  trips: { roles: [exampleRole('sec-orders', examplePolicy('database/creds/orders-rw', 'read', 'sudo'))] },
  passes: { roles: [exampleRole('sec-orders', examplePolicy('database/creds/orders-rw', 'read'))] },
};
