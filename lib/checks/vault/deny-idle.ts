import { examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { kvTwoMounts, mountWithoutWord } from './kv-mounts';
import { rolesOf } from './roles';

const MOUNTS = [{ path: 'secret', type: 'kv', version: 2 }] as const;
const GRANT = examplePolicy('secret/data/trading/orders/*', 'read');

/** A deny that denies nothing. */
export const denyIdle: EstateRule = {
  code: 'VAULT-DENY-IDLE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The secret that somebody shut away stays open: a KV version 2 engine answers below data/, and the deny stands beside it.',
  source: 'hashicorp/vault#8662, #12665',
  check(estate, say) {
    const mounts = kvTwoMounts(estate);
    if (mounts.size === 0) return;
    for (const { role, paths } of rolesOf(estate).values()) {
      for (const { path, at, capabilities } of paths) {
        const mount = capabilities.includes('deny') ? mountWithoutWord(mounts, path) : undefined;
        if (mount === undefined) continue;
        say(role.path, at, {
          message: `this deny matches no request to ${mount}, which is a KV version 2 engine`,
          value: path,
          limit: `${mount}/data${path.slice(mount.length)}`,
          fix: 'deny the path with data/ behind the mount',
        });
      }
    }
  },
  trips: { roles: [exampleRole('sec-orders', GRANT + examplePolicy('secret/trading/orders/admin', 'deny'))], mounts: MOUNTS },
  passes: { roles: [exampleRole('sec-orders', GRANT + examplePolicy('secret/data/trading/orders/admin', 'deny'))], mounts: MOUNTS },
};
