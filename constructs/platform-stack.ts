import type { Construct } from 'constructs';
import { denyAll, meshEntry, proxyDefaults } from '../lib/consul';
import { AccessLog } from '../lib/envoy';
import { templateJson } from '../lib/terraform';
import type { Finding } from '../lib/problems';
import { pathProblem } from '../lib/vault';
import { unknownProps } from '../lib/workload';
import { ConfigEntry } from './config-entry';
import { LiteralStack } from './literal-stack';
import {
  ConsulAclAuthMethod,
  ConsulProvider,
  NomadNodePool,
  NomadProvider,
  NomadSchedulerConfig,
  VaultJwtAuthBackend,
  VaultMount,
  VaultProvider,
} from './resources';

/** Secrets engines of Vault that the platform mounts; their content belongs to others. */
export interface VaultMounts {
  /** Path of the KV version 2 engine. @default secret */
  readonly kv?: string;
  /** Path of the database engine. @default database */
  readonly database?: string;
  /** Path of the PKI engine of the edges. @default pki */
  readonly pki?: string;
}

/** Settings of the platform's own stack. */
export interface PlatformStackProps {
  /** `existing`: the firm has the auth methods named in the facts; `managed`: they are made here. @default managed */
  readonly authMethods?: 'managed' | 'existing';
  /** `existing`: the firm has the mounts. @default managed, at their default paths */
  readonly mounts?: VaultMounts | 'existing';
  /** How the scheduler chooses between servers that fit. @default binpack, Nomad's */
  readonly schedulerAlgorithm?: 'binpack' | 'spread';
  /** Who may evict whom: kinds of jobs that may push out others whose priority is 10 or more below. @default system jobs only, Nomad's */
  readonly preemption?: {
    /** Service jobs may (`service_scheduler_enabled`). @default false */
    readonly service?: boolean;
    /** Batch jobs may (`batch_scheduler_enabled`). @default false */
    readonly batch?: boolean;
  };
}

const KNOWN: Readonly<Record<keyof PlatformStackProps, true>> = {
  authMethods: true,
  mounts: true,
  preemption: true,
  schedulerAlgorithm: true,
};
function mountFindings(mounts: PlatformStackProps['mounts']): Finding[] {
  if (mounts === undefined || mounts === 'existing') return [];
  return Object.entries(mounts).flatMap(([engine, path]) => {
    const problem = pathProblem(`mount of ${engine}`, path);
    return problem === undefined ? [] : [{ ...problem, at: `mounts.${engine}` }];
  });
}

const CLAIMS = {
  nomad_namespace: 'nomad_namespace',
  nomad_job_id: 'nomad_job_id',
  nomad_task: 'nomad_task',
  nomad_service: 'nomad_service',
} as const;

/**
 * What there is once for all domains, applied by the platform team: how workloads log in to Consul and Vault, mounts,
 * node pools, scheduler, and the settings of the mesh with nobody allowed to call anybody.
 */
export class PlatformStack extends LiteralStack {
  /** Makes the platform's stack, once per app. @param scope the App; @param id name of the stack; @param props settings */
  constructor(scope: Construct, id = 'platform', props: PlatformStackProps = {}) {
    super(scope, id);
    for (const finding of [...unknownProps(props, KNOWN), ...mountFindings(props.mounts)]) this.platform.report(id, finding, this.site);
    const { addresses } = this.platform.facts;
    new NomadProvider(this, 'nomad', { address: addresses.nomad });
    new ConsulProvider(this, 'consul', { address: addresses.consul });
    new VaultProvider(this, 'vault', { address: addresses.vault });
    this.platform.registerPlatformStack(this);
    if (props.authMethods !== 'existing') this.#addAuthMethods();
    if (props.mounts !== 'existing') this.#addMounts(props.mounts ?? {});
    this.#addNodePools();
    this.#addScheduler(props);
    const accessLog = this.platform.facts.accessLog ?? AccessLog.json();
    for (const model of [proxyDefaults(accessLog), meshEntry(), denyAll()]) new ConfigEntry(this, `${model.kind}_${model.name}`, { model });
  }

  #addAuthMethods(): void {
    const jwksUrl = `${this.platform.facts.addresses.nomad}/.well-known/jwks.json`;
    new VaultJwtAuthBackend(this, 'vault-jwt', {
      path: this.platform.vaultAuthPath,
      type: 'jwt',
      jwksUrl,
      jwtSupportedAlgs: ['RS256', 'EdDSA'],
      description: 'workload identities of Nomad',
    }).overrideLogicalId('workloads');
    new ConsulAclAuthMethod(this, 'consul-jwt', {
      name: this.platform.consulAuthMethod,
      type: 'jwt',
      description: 'workload identities of Nomad',
      tokenLocality: 'local',
      configJson: templateJson({ JWKSURL: jwksUrl, JWTSupportedAlgs: ['RS256'], BoundAudiences: ['consul.io'], ClaimMappings: CLAIMS }),
    }).overrideLogicalId('workloads');
  }

  #addMounts({ kv = 'secret', database = 'database', pki = 'pki' }: VaultMounts): void {
    this.#addMount('kv', { path: kv, type: 'kv', options: { version: '2' }, description: 'secrets of jobs' });
    this.#addMount('database', { path: database, type: 'database', description: 'database credentials made for each allocation' });
    this.#addMount('pki', { path: pki, type: 'pki', description: 'certificates of the edges' });
  }

  #addMount(engine: keyof VaultMounts, settings: ConstructorParameters<typeof VaultMount>[2]): void {
    new VaultMount(this, `mount-${engine}`, settings).overrideLogicalId(engine);
    const { path, type } = settings;
    this.platform.checks.addMount({ path, type, ...(type === 'kv' ? { version: 2 as const } : {}) });
  }

  #addNodePools(): void {
    for (const pool of [...this.platform.facts.pools].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      // Nomad has this one by itself.
      if (pool.name === 'default') continue;
      new NomadNodePool(this, `pool-${pool.name}`, {
        name: pool.name,
        description: `${String(pool.servers)} servers in ${String(pool.racks)} racks`,
      }).overrideLogicalId(pool.name);
    }
  }

  #addScheduler({ schedulerAlgorithm = 'binpack', preemption = {} }: PlatformStackProps): void {
    new NomadSchedulerConfig(this, 'scheduler', {
      schedulerAlgorithm,
      memoryOversubscriptionEnabled: this.platform.facts.memoryOversubscription ?? false,
      // A map of the provider: its keys are Terraform's words.
      preemptionConfig: {
        system_scheduler_enabled: true,
        sysbatch_scheduler_enabled: false,
        service_scheduler_enabled: preemption.service ?? false,
        batch_scheduler_enabled: preemption.batch ?? false,
      },
    }).overrideLogicalId('scheduler');
  }
}
