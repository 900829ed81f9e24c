import { once } from '../../model';
import { policyPaths, PolicyRules, type PolicyPath } from '../../vault';
import type { Estate, EstateRole } from '../estate';
import type { JobDigest, TaskDigest } from '../job-digest';
import type { ReadKind } from '../template-reads';

/** A role, with what its policies say taken apart. */
export interface RoleView {
  readonly role: EstateRole;
  readonly paths: readonly PlacedPath[];
  /** Every policy of the role is known, and none is filled in at log-in: what it does not grant is not granted. */
  readonly complete: boolean;
  /** Tasks that log in with it. */
  readonly users: readonly { readonly job: JobDigest; readonly task: TaskDigest }[];
  readonly rules: PolicyRules;
}

/** A path of a policy, and where it stands. */
export interface PlacedPath extends PolicyPath {
  readonly at: string;
}

/** Every role of the estate by name, taken apart once for all rules. */
export const rolesOf = once((estate: Estate): ReadonlyMap<string, RoleView> => {
  const users = new Map<string, { job: JobDigest; task: TaskDigest }[]>();
  for (const job of estate.jobs) {
    for (const task of job.tasks ?? []) {
      if (task.vaultRole === undefined || task.vaultRole === '') continue;
      const list = users.get(task.vaultRole);
      if (list === undefined) users.set(task.vaultRole, [{ job, task }]);
      else list.push({ job, task });
    }
  }
  return new Map(estate.roles.map((role) => [role.name, viewOf(role, users.get(role.name) ?? [])] as const));
});

function viewOf(role: EstateRole, users: RoleView['users']): RoleView {
  const paths = role.policies.flatMap((text, index) =>
    policyPaths(text).map(({ path, capabilities }) => ({ path, capabilities, at: `policies[${String(index)}] path "${path}"` })),
  );
  const complete = (role.unknownPolicies ?? []).length === 0 && !paths.some(({ path }) => path.includes('{{'));
  let rules: PolicyRules | undefined;
  return {
    role,
    paths,
    complete,
    users,
    get rules() {
      return (rules ??= new PolicyRules(paths));
    },
  };
}

/** Capabilities that a read needs: one of them. */
export function neededFor(kind: ReadKind): readonly string[] {
  if (kind === 'secret') return ['read'];
  if (kind === 'secret-write') return ['update', 'create'];
  return kind === 'secret-list' ? ['list'] : [];
}

/**
 * Paths at which Vault is asked for what a template names: as it stands, or, as consul-template does at a KV version 2
 * engine, with `data` (for names of secrets, `metadata`) behind the mount.
 */
export function askedPaths(kind: ReadKind, path: string): readonly string[] {
  const plain =
    path
      .trim()
      .replace(/^\/+|\/+$/g, '')
      .split('?')[0] ?? '';
  const word = kind === 'secret-list' ? 'metadata' : 'data';
  const asked = [plain];
  // A mount may have several segments; three are plenty.
  for (let slash = plain.indexOf('/'); slash > 0 && asked.length <= 3; slash = plain.indexOf('/', slash + 1))
    asked.push(`${plain.slice(0, slash)}/${word}${plain.slice(slash)}`);
  return asked;
}
