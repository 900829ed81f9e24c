import { examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { rolesOf } from './roles';

/** A policy over a whole engine. */
export const wildcard: EstateRule = {
  code: 'VAULT-WILDCARD',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'One job reads the secrets of every team, those included that are written tomorrow.',
  source: 'vault/acl.go: a star takes everything that begins so, a plus any one segment',
  check(estate, say) {
    for (const { role, paths } of rolesOf(estate).values()) {
      for (const { path, at, capabilities } of paths) {
        if (capabilities.includes('deny')) continue;
        // Behind the mount, the word of a KV version 2 engine names no team yet.
        const [mount = '', second = '', third = ''] = path.split('/');
        const wide = [mount, second, ...(second === 'data' || second === 'metadata' ? [third] : [])].some(isWild);
        if (!wide) continue;
        say(role.path, at, {
          message: 'a wildcard stands where the engine or the team should be named',
          value: path,
          limit: 'wildcards below the second segment, behind a name',
          fix: 'name the path of the job',
        });
      }
    }
  },
  trips: { roles: [exampleRole('sec-orders', examplePolicy('secret/data/*', 'read'))] },
  passes: { roles: [exampleRole('sec-orders', examplePolicy('secret/data/trading/orders/fix', 'read'))] },
};

function isWild(segment: string): boolean {
  return segment === '+' || segment.endsWith('*');
}
