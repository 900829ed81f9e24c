import type { Problem } from '../problems';
import { jsonOf, resourcesOf, type Output, type Resource } from './output';

/** Arguments by which an engine knows a thing, by type of resource. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  consul_acl_auth_method: ['name'],
  consul_acl_policy: ['name'],
  consul_config_entry: ['kind', 'name'],
  consul_node: ['name'],
  consul_service: ['node', 'service_id'],
  nomad_namespace: ['name'],
  nomad_node_pool: ['name'],
  vault_jwt_auth_backend: ['path'],
  vault_jwt_auth_backend_role: ['backend', 'role_name'],
  vault_mount: ['path'],
  vault_pki_secret_backend_role: ['backend', 'name'],
  vault_policy: ['name'],
};

/**
 * One thing of an engine under two Terraform addresses: the old one's destruction would take away what the new one made.
 * @param expanded stacks of both releases; @param wanted the release as it will be
 */
export function moveProblems(expanded: Pick<Output, 'stacks'>, wanted: Output): Problem[] {
  const own = new Map(resourcesOf(wanted).flatMap((resource) => identityOf(resource).map((identity) => [identity, resource] as const)));
  const moves = new Map<string, { readonly from: string; readonly to: string; readonly things: string[] }>();
  for (const resource of resourcesOf(expanded)) {
    for (const identity of identityOf(resource)) {
      const now = own.get(identity);
      if (now === undefined || addressOf(now) === addressOf(resource)) continue;
      const key = `${resource.stack}\n${now.stack}`;
      const known = moves.get(key) ?? { from: resource.stack, to: now.stack, things: [] };
      known.things.push(identity);
      moves.set(key, known);
    }
  }
  return [...moves.values()].map(({ from, to, things }) => ({
    code: 'CHANGE-IN-PLACE',
    severity: 'error',
    path: to,
    message: `${from === to ? 'another address of the stack' : `the stack ${from} of the last release`} holds what this release makes, and would take it away when it is destroyed`,
    value: [...new Set(things)].sort().slice(0, 6).join(', '),
    limit: 'one Terraform address for each thing',
    fix: 'give it a new name in its new place and retire the old one in a later release, or move it between the states by hand: terraform state mv',
  }));
}

function addressOf({ stack, type, name }: Resource): string {
  return `${stack}/${type}.${name}`;
}

function identityOf({ type, values }: Resource): string[] {
  if (type === 'nomad_job') {
    const { Namespace = 'default', ID = '' } = jsonOf(values, 'jobspec') as { readonly Namespace?: string; readonly ID?: string };
    return [`nomad_job ${Namespace} ${ID}`];
  }
  if (type === 'consul_keys')
    return ((values['key'] as readonly { readonly path?: string }[] | undefined) ?? []).map(({ path = '' }) => `consul_keys ${path}`);
  const members = IDENTITY[type];
  return members === undefined ? [] : [`${type} ${members.map((member) => String(values[member])).join(' ')}`];
}
