import { Construct } from 'constructs';
import { terminatingGatewayBindingRules } from '../lib/consul';
import { renderEgressJob, terminatingGatewayEntry, type LinkedSystem } from '../lib/gateway';

import { serverSizeFindings, unknownPoolFinding, type ServerPool } from '../lib/pool';
import { CallSite, type Finding } from '../lib/problems';
import { reasonProblem, Cpu, Duration, integerProblem, Memory } from '../lib/values';
import { missingProps, unknownProps, valueFindings, wrongTypes } from '../lib/workload';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import { enlist } from './enlist';
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
  readonly #nameFindings: readonly Finding[];

  /** Adds the gateway to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    super(scope, acceptableId(scope, id));
    this.#id = id;
    this.#props = props;
    this.#platform = Platform.of(this);
    this.domain = DomainStack.of(this);
    this.path = this.node.path;
    this.serviceName = this.#platform.fullName(id);
    this.#nameFindings = enlist(this, id, this.#platform, this.domain, this.#site, { kind: 'egress', protocol: undefined });
    this.domain.access.allowHostNetwork(props.hostNetworkReason);
    this.job = new NomadJob(this, 'job', this.serviceName, () => ({
      job: this.#renderJob(),
      hostAccessReason: props.hostNetworkReason,
      applyTimeout: Duration.minutes(10).times(this.#count).plus(Duration.minutes(5)),
    }));
    this.#platform.join(this);
  }

  /** Whether the gateway is of this platform: another app's would never be told. @internal */
  belongsTo(platform: Platform): boolean {
    return this.#platform === platform;
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
    access.addEntry(this.path, terminatingGatewayEntry(this.serviceName, [...this.#linked.values()]));
  }

  get #cpu(): Cpu {
    return this.#props.cpu ?? Cpu.mhz(500);
  }

  get #memory(): Memory {
    return this.#props.memory ?? Memory.mib(256);
  }

  get #priority(): number {
    return this.#props.priority ?? 70;
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
        priority: this.#priority,
        images: { consul: consul.reference, envoy: envoy.reference, tools: tools.reference },
        agent: consulAgentOf(facts),
        openFiles: this.#platform.openFiles,
        cpu: this.#cpu,
        memory: this.#memory,
        drain: Duration.seconds(10),
      },
      this.#count,
    );
  }

  #findings(): Finding[] {
    const { facts } = this.#platform;
    const unusable = [...wrongTypes(this.#props), ...missingProps(this.#props, ['hostNetworkReason'])];
    const findings: Finding[] = [...unusable, ...this.#nameFindings, ...unknownProps(this.#props, KNOWN), ...valueFindings(this.#props)];
    if (unusable.length > 0) return findings;
    const reason = reasonProblem('hostNetworkReason', this.#props.hostNetworkReason);
    if (reason !== undefined) findings.push({ ...reason, at: 'hostNetworkReason' });
    const pool = this.#props.pool ?? facts.defaultPool;
    const unknownPool = unknownPoolFinding(pool, facts.pools);
    if (unknownPool !== undefined) findings.push(unknownPool);
    findings.push(...serverSizeFindings(pool, [{ cpu: this.#cpu, memory: this.#memory }]));
    const priority = integerProblem('priority', this.#priority, 1, 100);
    if (priority !== undefined) findings.push({ ...priority, at: 'priority' });
    const count = integerProblem('count', this.#count, 1, pool.servers);
    if (count !== undefined) findings.push({ ...count, at: 'count' });
    return findings;
  }
}
