import { consulAclAuthMethod, consulAclBindingRule, consulAclPolicy } from './consul-acl';
import { consulNode, consulService } from './consul-catalog';
import { consulConfigEntry } from './consul-config-entry';
import { consulKeys } from './consul-keys';
import { nomadNamespace, nomadNodePool, nomadSchedulerConfig } from './nomad-cluster';
import { nomadJob } from './nomad-job';
import { unknownArguments, type ResourceType } from './resource-type';
import type { Stack } from './synthesized';
import { vaultJwtAuthBackend, vaultMount } from './vault-mounts';
import { vaultJwtAuthBackendRole, vaultPkiSecretBackendRole, vaultPolicy } from './vault-roles';

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  consul_acl_auth_method: consulAclAuthMethod,
  consul_acl_binding_rule: consulAclBindingRule,
  consul_acl_policy: consulAclPolicy,
  consul_config_entry: consulConfigEntry,
  consul_keys: consulKeys,
  consul_node: consulNode,
  consul_service: consulService,
  nomad_job: nomadJob,
  nomad_namespace: nomadNamespace,
  nomad_node_pool: nomadNodePool,
  nomad_scheduler_config: nomadSchedulerConfig,
  vault_jwt_auth_backend: vaultJwtAuthBackend,
  vault_jwt_auth_backend_role: vaultJwtAuthBackendRole,
  vault_mount: vaultMount,
  vault_pki_secret_backend_role: vaultPkiSecretBackendRole,
  vault_policy: vaultPolicy,
};

export function typeOf(address: string): ResourceType {
  const [type = ''] = address.split('.');
  const known = RESOURCE_TYPES[type];
  if (known === undefined) throw new Error(`${address}: the lab knows no resource type ${type}`);
  return known;
}

/** Refuses a stack that holds anything the lab would not know how to apply and to compare. */
export function assertKnown(stack: Stack): void {
  const addresses = new Set(stack.resources.map(({ address }) => address));
  const lines = stack.resources.flatMap(({ address, type, arguments: given, dependsOn }) => {
    const known = RESOURCE_TYPES[type];
    if (known === undefined) return [`${address}: the lab knows no resource type ${type}`];
    return [
      ...unknownArguments(known, given).map((argument) => `${address}: the lab knows no argument ${argument} of ${type}`),
      ...dependsOn
        .filter((other) => !addresses.has(other))
        .map((other) => `${address}: depends_on names ${other}, which is not in ${stack.name}`),
      ...(stack.providers[known.engine] === undefined ? [`${address}: ${stack.name} has no provider ${known.engine}`] : []),
    ];
  });
  if (lines.length > 0) throw new Error(`${stack.name} is refused:\n${lines.join('\n')}`);
}
