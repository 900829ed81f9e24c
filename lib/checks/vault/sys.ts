import { examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

/** Paths below `sys` that a token asks about itself and its leases. */
const OWN = ['sys/capabilities-self', 'sys/internal/ui/mounts', 'sys/leases/lookup', 'sys/leases/renew', 'sys/renew', 'sys/wrapping'];

/** A job that may change Vault itself. */
export const sys: EstateRule = {
  code: 'VAULT-SYS',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Policies, mounts and auth methods stand below sys: whoever may write there gives himself the rest.',
  source: 'vault docs system backend',
  check(estate, say) {
    for (const { role, paths } of rolesOf(estate).values()) {
      for (const { path, at, capabilities } of paths) {
        const below = path === 'sys' || path.startsWith('sys/');
        if (!below || capabilities.includes('deny') || OWN.some((own) => path === own || path.startsWith(`${own}/`))) continue;
        say(role.path, at, {
          message: "a policy of a job reaches into Vault's own settings",
          value: path,
          fix: 'drop the path',
        });
      }
    }
  },
  trips: { roles: [exampleRole('sec-orders', examplePolicy('sys/policies/acl/sec-orders', 'read'))] },
  passes: { roles: [exampleRole('sec-orders', examplePolicy('sys/leases/renew', 'update'))] },
};
