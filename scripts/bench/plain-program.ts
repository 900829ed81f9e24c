/**
 * What a person writes with cdktf and the stock provider classes for the same estate, when every value is there already:
 * no types of ours, no checks, no graph; stacks, backends, providers and resources with ready strings, then `app.synth()`.
 *
 * The values come from what kumiki wrote for the same size, one JSON file for each stack. Reading and parsing them is not
 * counted (a real program would have them in its own code or make them itself), so everything that is left is cdktf.
 * Where there is a choice it is the one that costs the plain program less: constructs directly below their stack, ids
 * given instead of hashed, dependencies as text instead of tokens.
 *
 *     node plain-program.js <directory of ready stacks> <output directory>
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AclAuthMethod } from '@cdktf/provider-consul/lib/acl-auth-method';
import { AclBindingRule } from '@cdktf/provider-consul/lib/acl-binding-rule';
import { AclPolicy } from '@cdktf/provider-consul/lib/acl-policy';
import { ConfigEntry } from '@cdktf/provider-consul/lib/config-entry';
import { ConsulProvider } from '@cdktf/provider-consul/lib/provider';
import { Job } from '@cdktf/provider-nomad/lib/job';
import { Namespace } from '@cdktf/provider-nomad/lib/namespace';
import { NodePool } from '@cdktf/provider-nomad/lib/node-pool';
import { NomadProvider } from '@cdktf/provider-nomad/lib/provider';
import { SchedulerConfig } from '@cdktf/provider-nomad/lib/scheduler-config';
import { JwtAuthBackend } from '@cdktf/provider-vault/lib/jwt-auth-backend';
import { JwtAuthBackendRole } from '@cdktf/provider-vault/lib/jwt-auth-backend-role';
import { Mount } from '@cdktf/provider-vault/lib/mount';
import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { App, S3Backend, TerraformStack, type S3BackendConfig, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { ReadyIndex, ReadyStack } from './ready-stacks';
import { reportUsage, withoutCounting } from './usage';

reportUsage();

type ResourceClass = new (scope: Construct, id: string, props: never) => TerraformResource;
type ProviderClass = new (scope: Construct, id: string, props: never) => Construct;

const RESOURCES: Readonly<Record<string, ResourceClass>> = {
  consul_acl_auth_method: AclAuthMethod,
  consul_acl_binding_rule: AclBindingRule,
  consul_acl_policy: AclPolicy,
  consul_config_entry: ConfigEntry,
  nomad_job: Job,
  nomad_namespace: Namespace,
  nomad_node_pool: NodePool,
  nomad_scheduler_config: SchedulerConfig,
  vault_jwt_auth_backend: JwtAuthBackend,
  vault_jwt_auth_backend_role: JwtAuthBackendRole,
  vault_mount: Mount,
  vault_pki_secret_backend_role: PkiSecretBackendRole,
  vault_policy: Policy,
};
const PROVIDERS: Readonly<Record<string, ProviderClass>> = { consul: ConsulProvider, nomad: NomadProvider, vault: VaultProvider };

const [, , ready = '', outdir = 'cdktf.out'] = process.argv;
const read = (file: string): unknown => withoutCounting(() => JSON.parse(readFileSync(join(ready, file), 'utf8')) as unknown);

mkdirSync(outdir, { recursive: true });
const app = new App({ outdir });
const stacks = new Map<string, TerraformStack>();
for (const { id, dependencies } of read('index.json') as ReadyIndex) {
  const { backend, providers, requiredVersion, resources } = read(`${id}.json`) as ReadyStack;
  const stack = new TerraformStack(app, id);
  stacks.set(id, stack);
  new S3Backend(stack, backend as unknown as S3BackendConfig);
  stack.addOverride('terraform.required_version', requiredVersion);
  for (const [name, props] of Object.entries(providers)) {
    const Provider = PROVIDERS[name];
    if (Provider !== undefined) new Provider(stack, name, props as never);
  }
  for (const { type, id: logicalId, props, dependsOn } of resources) {
    const Resource = RESOURCES[type];
    if (Resource === undefined) continue;
    const resource = new Resource(stack, `${type}.${logicalId}`, props as never);
    resource.overrideLogicalId(logicalId);
    if (dependsOn !== undefined) resource.dependsOn = dependsOn;
  }
  for (const dependency of dependencies) {
    const target = stacks.get(dependency);
    if (target !== undefined) stack.addDependency(target);
  }
}
app.synth();
