import { examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { kvTwoMounts, mountWithoutWord } from './kv-mounts';
import { rolesOf } from './roles';

const MOUNTS = [{ path: 'secret', type: 'kv', version: 2 }] as const;

/** A path of the first KV engine, at one of the second. */
export const kvData: EstateRule = {
  code: 'VAULT-KV-DATA',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The rule matches nothing, and nobody says so: the job is refused what its policy seems to grant.',
  source: 'hashicorp/vault#7161, #12665',
  check(estate, say) {
    const mounts = kvTwoMounts(estate);
    if (mounts.size === 0) return;
    for (const { role, paths } of rolesOf(estate).values()) {
      for (const { path, at, capabilities } of paths) {
        const mount = capabilities.includes('deny') ? undefined : mountWithoutWord(mounts, path);
        if (mount === undefined) continue;
        say(role.path, at, {
          message: `${mount} is a KV version 2 engine, and the path leaves out data`,
          value: path,
          limit: `${mount}/data${path.slice(mount.length)}`,
          fix: 'put data/ behind the mount',
        });
      }
    }
  },
  trips: { roles: [exampleRole('sec-orders', examplePolicy('secret/trading/orders/fix', 'read'))], mounts: MOUNTS },
  passes: { roles: [exampleRole('sec-orders', examplePolicy('secret/data/trading/orders/fix', 'read'))], mounts: MOUNTS },
};
