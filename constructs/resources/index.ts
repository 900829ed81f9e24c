import { AclAuthMethod as StockConsulAclAuthMethod } from '@cdktf/provider-consul/lib/acl-auth-method';
import { AclBindingRule as StockConsulAclBindingRule } from '@cdktf/provider-consul/lib/acl-binding-rule';
import { AclPolicy as StockConsulAclPolicy } from '@cdktf/provider-consul/lib/acl-policy';
import { ConfigEntry as StockConfigEntry } from '@cdktf/provider-consul/lib/config-entry';
import { Keys as StockKeys } from '@cdktf/provider-consul/lib/keys';
import { Node as StockNode } from '@cdktf/provider-consul/lib/node';
import { Service as StockService } from '@cdktf/provider-consul/lib/service';
import { ConsulProvider as StockConsulProvider } from '@cdktf/provider-consul/lib/provider';
import { Job as StockJob } from '@cdktf/provider-nomad/lib/job';
import { Namespace as StockNamespace } from '@cdktf/provider-nomad/lib/namespace';
import { NodePool as StockNodePool } from '@cdktf/provider-nomad/lib/node-pool';
import { NomadProvider as StockNomadProvider } from '@cdktf/provider-nomad/lib/provider';
import { SchedulerConfig as StockSchedulerConfig } from '@cdktf/provider-nomad/lib/scheduler-config';
import { JwtAuthBackend as StockJwtAuthBackend } from '@cdktf/provider-vault/lib/jwt-auth-backend';
import { JwtAuthBackendRole as StockJwtAuthBackendRole } from '@cdktf/provider-vault/lib/jwt-auth-backend-role';
import { Mount as StockMount } from '@cdktf/provider-vault/lib/mount';
import { PkiSecretBackendRole as StockPkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Policy as StockPolicy } from '@cdktf/provider-vault/lib/policy';
import { VaultProvider as StockVaultProvider } from '@cdktf/provider-vault/lib/provider';
import { literal, literalProvider } from './literal';

// The resources kumiki writes, as the prebuilt providers have them. By subpath: the barrels cost 88 ms and 26 MB.
export class ConsulAclAuthMethod extends literal(StockConsulAclAuthMethod) {}
export class ConsulAclBindingRule extends literal(StockConsulAclBindingRule) {}
export class ConsulAclPolicy extends literal(StockConsulAclPolicy) {}
export class ConsulConfigEntry extends literal(StockConfigEntry) {}
export class ConsulCatalogNode extends literal(StockNode) {}
export class ConsulCatalogService extends literal(StockService) {}
export class ConsulKeyValues extends literal(StockKeys) {}
export class NomadJobResource extends literal(StockJob) {}
export class NomadNamespace extends literal(StockNamespace) {}
export class NomadNodePool extends literal(StockNodePool) {}
export class NomadSchedulerConfig extends literal(StockSchedulerConfig) {}
export class VaultJwtAuthBackend extends literal(StockJwtAuthBackend) {}
export class VaultJwtRole extends literal(StockJwtAuthBackendRole) {}
export class VaultMount extends literal(StockMount) {}
export class VaultPkiRole extends literal(StockPkiSecretBackendRole) {}
export class VaultPolicy extends literal(StockPolicy) {}
export class ConsulProvider extends literalProvider(StockConsulProvider) {}
export class NomadProvider extends literalProvider(StockNomadProvider) {}
export class VaultProvider extends literalProvider(StockVaultProvider) {}
