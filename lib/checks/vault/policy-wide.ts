import { exampleReader, examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { askedPaths, neededFor, rolesOf, type PlacedPath, type RoleView } from './roles';

const JOB = exampleReader('sec-orders', 'sec-orders', [['secret', 'database/creds/orders-rw']]);
const GRANT = examplePolicy('database/creds/orders-rw', 'read');

/** A policy that allows more than the job asks for. */
export const policyWide: EstateRule = {
  code: 'VAULT-POLICY-WIDE',
  on: 'estate',
  severity: 'warning',
  protects: 'Whoever takes over the task reads what the job never needed, and no test fails when the path goes.',
  source: 'templates are all that asks Vault where the task holds no token of its own',
  check(estate, say) {
    for (const view of rolesOf(estate).values()) {
      const { role, paths, users } = view;
      if (users.length === 0 || users.some(({ task }) => task.holdsVaultToken)) continue;
      const asked = askedBy(view);
      if (asked === undefined) continue;
      for (const grant of paths) {
        // What is filled in at log-in may be any path.
        if (grant.capabilities.includes('deny') || grant.path.includes('{{') || isToken(grant.path)) continue;
        const unused = unusedOf(grant, asked);
        if (unused.length === 0) continue;
        say(role.path, grant.at, {
          message: `no template of ${users[0]?.job.id ?? role.name} needs this of its policy`,
          value: `${unused.join(', ')} on ${grant.path}`,
          fix: 'grant exactly the paths that templates read',
        });
      }
    }
  },
  trips: { jobs: [JOB], roles: [exampleRole('sec-orders', GRANT + examplePolicy('database/creds/ledger-rw', 'read'))] },
  passes: { jobs: [JOB], roles: [exampleRole('sec-orders', GRANT)] },
};

/** Path → capabilities that templates make use of there; undefined where a template computes its path. */
function askedBy({ users }: RoleView): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const asked = new Map<string, Set<string>>();
  for (const { task } of users) {
    for (const { kind, path } of task.reads) {
      const needed = neededFor(kind);
      if (needed.length === 0) continue;
      if (path === undefined) return undefined;
      for (const each of askedPaths(kind, path)) {
        const known = asked.get(each) ?? new Set();
        for (const capability of needed) known.add(capability);
        asked.set(each, known);
      }
    }
  }
  return asked;
}

/** Capabilities of a grant that nothing needs: those beyond one exact path, where it is a pattern. */
function unusedOf({ path, capabilities }: PlacedPath, asked: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const used = asked.get(path.replace(/\/$/, ''));
  return capabilities.filter((capability) => capability !== 'sudo' && used?.has(capability) !== true);
}

/** What every token may ask about itself. */
function isToken(path: string): boolean {
  return path.startsWith('auth/token/') || path.startsWith('cubbyhole/') || path.startsWith('sys/');
}
