import type { Construct } from 'constructs';
import { keyPolicyText, keyReaderBindingRule, serviceBindingRule, type BindingRuleModel, type EntryModel } from '../lib/consul';
import type { CallSite } from '../lib/problems';
import { templateText } from '../lib/terraform';
import { policyText, TOKEN_PERIOD_SECONDS, type WorkloadRoleModel } from '../lib/vault';
import { ConfigEntry } from './config-entry';
import { LiteralStack } from './literal-stack';
import { ConsulAclBindingRule, ConsulAclPolicy, ConsulProvider, NomadNamespace, NomadProvider, VaultProvider } from './resources';
import { WorkloadRole } from './workload-role';

/** What an access stack knows of its domain. */
export interface DomainIdentity {
  readonly id: string;
  readonly owner: string;
  readonly namespace: string;
}

/** Order in which Consul wants the entries of one service. */
const ENTRY_ORDER = [
  'service-defaults',
  'service-resolver',
  'service-router',
  'service-intentions',
  'file-system-certificate',
  'api-gateway',
  'http-route',
  'terminating-gateway',
];

/**
 * What a domain may do, applied with privileged credentials: its namespace, the identities of its services, who may call
 * them, and what its jobs may read. Made by its DomainStack.
 */
export class AccessStack extends LiteralStack {
  readonly #domain: DomainIdentity;
  readonly #hostNetworkReasons = new Set<string>();
  readonly #entries = new Map<string, ConfigEntry>();

  /** Made by the DomainStack. @internal */
  constructor(scope: Construct, id: string, domain: DomainIdentity) {
    super(scope, id);
    this.#domain = domain;
    const { addresses } = this.platform.facts;
    new NomadProvider(this, 'nomad', { address: addresses.nomad });
    new ConsulProvider(this, 'consul', { address: addresses.consul });
    new VaultProvider(this, 'vault', { address: addresses.vault });
    this.platform.registerAccessStack(this);
    this.platform.join({
      path: `${id}/`,
      check: () => undefined,
      render: () => {
        this.#renderNamespace();
      },
    });
  }

  /** Lets jobs of this domain use the network of their server. @internal */
  allowHostNetwork(reason: string): void {
    this.#hostNetworkReasons.add(reason);
  }

  /** A config entry; those of one name are applied in the order Consul wants. @param owner construct path of whom it is for @internal */
  addEntry(owner: string, model: EntryModel, after: readonly string[] = [], site?: CallSite): void {
    const before = ENTRY_ORDER.slice(0, ENTRY_ORDER.indexOf(model.kind))
      .reverse()
      .map((kind) => this.#entries.get(`${kind}/${model.name}`))
      .find((entry) => entry !== undefined);
    const entry = new ConfigEntry(this, `${model.kind}_${model.name}`, {
      model,
      dependsOn: [...(before === undefined ? [] : [before]), ...after.flatMap((key) => this.#entries.get(key) ?? [])],
      owner,
    });
    this.#entries.set(`${model.kind}/${model.name}`, entry);
    if (site !== undefined) this.platform.sites.set(entry.node.path, site);
  }

  /** Registers a job's service as exactly this name. @internal */
  addServiceIdentity(service: string, jobId: string): void {
    this.addBindingRule(serviceBindingRule(service, { namespace: this.#domain.namespace, jobId }));
  }

  /** @internal */
  addBindingRule(rule: BindingRuleModel): void {
    const resource = new ConsulAclBindingRule(this, rule.id, {
      authMethod: this.platform.consulAuthMethod,
      bindType: rule.bindType,
      bindName: templateText(rule.bindName),
      ...(rule.bindVarsName === undefined ? {} : { bindVars: { name: templateText(rule.bindVarsName) } }),
      selector: templateText(rule.selector),
      description: rule.description,
    });
    resource.overrideLogicalId(rule.id);
  }

  /** Role and policy of a job in Vault. @param owner construct path of whom it is for @internal */
  addWorkloadRole(owner: string, role: WorkloadRoleModel): void {
    new WorkloadRole(this, `role_${role.name}`, {
      role,
      authPath: this.platform.vaultAuthPath,
      policy: policyText(role.paths),
      tokenPeriodSeconds: TOKEN_PERIOD_SECONDS,
      owner,
    });
  }

  /** The right to read exactly these keys. @param owner construct path of whom it is for @internal */
  addKeyReader(owner: string, jobId: string, keys: readonly string[]): void {
    this.platform.checks.addKeyReader({ path: owner, jobId, keys });
    const name = `keys-${jobId}`;
    const policy = new ConsulAclPolicy(this, name, { name, description: `keys of ${jobId}`, rules: templateText(keyPolicyText(keys)) });
    policy.overrideLogicalId(name);
    this.addBindingRule(keyReaderBindingRule(name, { namespace: this.#domain.namespace, jobId }));
  }

  #renderNamespace(): void {
    const reasons = [...this.#hostNetworkReasons].sort();
    const namespace = new NomadNamespace(this, 'namespace', {
      name: this.#domain.namespace,
      description: templateText(
        [`${this.#domain.id}, owned by ${this.#domain.owner}`, ...reasons.map((reason) => `host network: ${reason}`)].join('; '),
      ),
      capabilities: { enabledTaskDrivers: ['docker'], ...(reasons.length === 0 ? { disabledNetworkModes: ['host'] } : {}) },
    });
    namespace.overrideLogicalId(`namespace_${this.#domain.namespace}`);
  }
}
