import { Construct } from 'constructs';
import { terminatingGatewayBindingRules } from '../lib/consul';
import { renderEgressJob, terminatingGatewayEntry, type LinkedSystem } from '../lib/gateway';
import { reasonProblem } from '../lib/mesh';
import type { ServerPool } from '../lib/pool';
import { CallSite, type Finding } from '../lib/problems';
import { Cpu, Duration, integerProblem, Memory, nameProblem } from '../lib/values';
import { unknownProps, valueFindings } from '../lib/workload';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import { consulAgentOf } from './gateway';
import { NomadJob } from './nomad-job';
import { Platform } from './platform';

/** Settings of an egress gateway. */
export interface EgressGatewayProps {
  /** Why its domain may use the network of its servers, at least 10 characters: callers on other servers have to reach it. */
  readonly hostNetworkReason: string;
  /** Instances, each on a server of its own. @default 2 */
  readonly count?: number;
  /** Servers it runs on. POOL-UNKNOWN where the platform has no such pool. @default the platform's default pool */
  readonly pool?: ServerPool;
  /** Processor share of Envoy. @default 500 MHz */
  readonly cpu?: Cpu;
  /** Memory of Envoy. @default 256 MiB */
  readonly memory?: Memory;
  /** Nomad's priority, 1 to 100; 10 above another job it may evict it where preemption is on. @default 70 */
  readonly priority?: number;
}

const KNOWN: Readonly<Record<keyof EgressGatewayProps, true>> = {
  count: true,
  cpu: true,
  hostNetworkReason: true,
  memory: true,
  pool: true,
  priority: true,
};

/**
 * The way out of the mesh: Consul's terminating gateway as a job of its own. External systems stand behind it
 * ({@link ExternalService}), each under its own callers. Terraform alone writes its config entry.
 *
 * Errors: NAME-INVALID, NAME-TAKEN, VALUE-INVALID, POOL-UNKNOWN.
 */
export class EgressGateway extends Construct {
  /** Consul service name and job id of the gateway, `sec-egress`: the platform's prefix and the id. */
  readonly serviceName: string;
  /** The domain it stands in. */
  readonly domain: DomainStack;
  /** The Nomad job below. */
  readonly job: NomadJob;
  /** @internal */
  readonly path: string;
  readonly #id: string;
  readonly #props: EgressGatewayProps;
  readonly #platform: Platform;
  readonly #site = CallSite.here();
  readonly #linked = new Map<string, LinkedSystem>();
  readonly #taken: string | undefined;

  /** Adds the gateway to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    super(scope, acceptableId(scope, id));
    this.#id = id;
    this.#props = props;
    this.#platform = Platform.of(this);
    this.#platform.assertOpen(this.node.path, 'new');
    this.domain = DomainStack.of(this);
    this.path = this.node.path;
    this.serviceName = this.#platform.fullName(id);
    const taken = this.#platform.mesh.addMember({
      name: this.serviceName,
      id,
      kind: 'egress',
      domain: this.domain.node.id,
      owner: this.domain.owner,
      path: this.path,
      protocol: undefined,
      direct: false,
      contract: undefined,
      grants: [],
      site: this.#site,
    });
    this.#taken = taken === undefined ? undefined : `${taken.path} in ${taken.site.text ?? ''}`;
    this.domain.access.allowHostNetwork(props.hostNetworkReason);
    this.job = new NomadJob(this, 'job', this.serviceName, () => ({
      job: this.#renderJob(),
      hostAccessReason: props.hostNetworkReason,
      applyTimeout: Duration.minutes(10).times(this.#count).plus(Duration.minutes(5)),
    }));
    this.#platform.join(this);
  }

  /** Stands for an external system. @internal */
  link(system: LinkedSystem): void {
    this.#linked.set(system.service, system);
  }

  /** @internal */
  check(): void {
    for (const finding of this.#findings()) this.#platform.report(this.path, finding, this.#site);
  }

  /** @internal */
  render(): void {
    const { access, namespace } = this.domain;
    const linked = [...this.#linked.keys()].sort();
    for (const rule of terminatingGatewayBindingRules(this.serviceName, linked, { namespace, jobId: this.serviceName }))
      access.addBindingRule(rule);
    access.addEntry(terminatingGatewayEntry(this.serviceName, [...this.#linked.values()]));
  }

  get #count(): number {
    return this.#props.count ?? 2;
  }

  #renderJob(): ReturnType<typeof renderEgressJob> {
    const { facts } = this.#platform;
    const { consul, envoy, tools } = facts.platformImages;
    return renderEgressJob(
      {
        name: this.serviceName,
        id: this.#id,
        namespace: this.domain.namespace,
        nodePool: (this.#props.pool ?? facts.defaultPool).name,
        priority: this.#props.priority ?? 70,
        images: { consul: consul.reference, envoy: envoy.reference, tools: tools.reference },
        agent: consulAgentOf(facts),
        openFiles: this.#platform.openFiles,
        cpu: this.#props.cpu ?? Cpu.mhz(500),
        memory: this.#props.memory ?? Memory.mib(256),
        drain: Duration.seconds(10),
      },
      this.#count,
    );
  }

  #findings(): Finding[] {
    const { facts } = this.#platform;
    const findings: Finding[] = [...unknownProps(this.#props, KNOWN), ...valueFindings(this.#props)];
    const name = nameProblem('id', this.#id, `${facts.namePrefix}-`);
    if (name !== undefined) findings.push({ ...name, at: 'id' });
    if (this.#taken !== undefined)
      findings.push({
        code: 'NAME-TAKEN',
        at: 'id',
        message: `the name ${this.#id} is taken`,
        value: this.#taken,
        fix: 'rename one of the two',
      });
    const reason = reasonProblem('hostNetworkReason', this.#props.hostNetworkReason);
    if (reason !== undefined) findings.push({ ...reason, at: 'hostNetworkReason' });
    const pool = this.#props.pool ?? facts.defaultPool;
    if (!this.#platform.hasPool(pool))
      findings.push({
        code: 'POOL-UNKNOWN',
        at: 'pool',
        message: 'the platform has no such server pool',
        value: pool.name,
        limit: facts.pools
          .map((known) => known.name)
          .sort()
          .join(', '),
        fix: 'name a pool of the platform facts',
      });
    const count = integerProblem('count', this.#count, 1, pool.servers);
    if (count !== undefined) findings.push({ ...count, at: 'count' });
    return findings;
  }
}
