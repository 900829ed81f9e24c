import { Construct } from 'constructs';
import { apiGatewayBindingRules } from '../lib/consul';
import { gatewayEntries, renderEdgeJob, routeEntry, type RouteModel } from '../lib/gateway';
import { requestKey, type AcceptedDomain, type EdgeContract } from '../lib/mesh';
import { versionRank } from '../lib/model';
import { serverSizeFindings, unknownPoolFinding, type ServerPool } from '../lib/pool';
import { CallSite, type Finding, type SourcedFinding } from '../lib/problems';
import { Cpu, Duration, integerProblem, Memory, portProblem, show } from '../lib/values';
import { VaultSecret } from '../lib/vault';
import { missingProps, unknownProps, valueFindings, wrongTypes } from '../lib/workload';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import type { EdgeRoute } from './edge-route';
import { enlist } from './enlist';
import { consulAgentOf } from './gateway';
import { NomadJob } from './nomad-job';
import { Platform } from './platform';
import { VaultPkiRole } from './resources';

/** Settings of an edge. */
export interface EdgeLoadBalancerProps {
  /** What services of other domains name to be exposed. */
  readonly contract: EdgeContract;
  /** Pool of edge servers: one instance runs on each. */
  readonly pool: ServerPool;
  /** Which domains may put services behind which hosts. The certificate covers exactly these hosts. */
  readonly accepts: readonly AcceptedDomain[];
  /** Port on the servers. @default 443 */
  readonly port?: number;
  /** Port on the servers on which Envoy answers `GET /ready`: what stands in front asks here, and turns away at 503. @default 18080 */
  readonly readyPort?: number;
  /** Size of Envoy. @default 4 cores */
  readonly cpu?: Cpu;
  /** Memory of Envoy. @default 1 GiB */
  readonly memory?: Memory;
  /** Nomad's priority, 1 to 100; 10 above another job it may evict it where preemption is on. @default 90 */
  readonly priority?: number;
  /** How long Envoy answers with readiness failing before it ends: what stands in front has that long to turn away. At most 5 seconds below the clients' kill timeout cap. @default 20 seconds */
  readonly drain?: Duration;
  /** Life of the certificate from Vault's PKI engine, renewed without a restart. @default 7 days */
  readonly certificateTtl?: Duration;
  /** Path of the PKI engine. @default pki */
  readonly pkiMount?: string;
}

const KNOWN: Readonly<Record<keyof EdgeLoadBalancerProps, true>> = {
  accepts: true,
  certificateTtl: true,
  contract: true,
  cpu: true,
  drain: true,
  memory: true,
  pkiMount: true,
  pool: true,
  port: true,
  priority: true,
  readyPort: true,
};

/** Where what stands in front asks, unless the edge says another. */
const READY_PORT = 18_080;

/** Port inside the allocation. */
const LISTENER_PORT = 8443;

/**
 * A way into the mesh from outside: Consul's api-gateway as a system job on the edge servers, HTTPS only, its certificate
 * from Vault's PKI engine. Services route themselves through it with `exposeThrough`; the permission for the edge follows
 * from each route.
 *
 * Errors: NAME-INVALID, NAME-TAKEN, EDGE-RULE, EDGE-ROUTE-TAKEN, POOL-UNKNOWN, and NOMAD-VERSION below Nomad 1.11.3, which
 * has faults in the deployment of system jobs.
 */
export class EdgeLoadBalancer extends Construct {
  /** Consul service name and job id of the edge, `sec-public`: the platform's prefix and the id. */
  readonly serviceName: string;
  /** The domain it stands in. */
  readonly domain: DomainStack;
  /** The Nomad job below. */
  readonly job: NomadJob;
  /** @internal */
  readonly path: string;
  readonly #id: string;
  readonly #props: EdgeLoadBalancerProps;
  readonly #platform: Platform;
  readonly #site = CallSite.here();
  readonly #nameFindings: readonly Finding[];
  /** Props of a wrong type or not there: nothing else can be said about the edge until they are. */
  readonly #unusable: readonly Finding[];

  /** Adds the edge to its domain. @param scope a DomainStack or a construct in one; @param id short name, the one its EdgeContract names; @param props settings */
  constructor(scope: Construct, id: string, props: EdgeLoadBalancerProps) {
    super(scope, acceptableId(scope, id));
    this.#id = id;
    this.#props = props;
    this.#platform = Platform.of(this);
    this.domain = DomainStack.of(this);
    this.path = this.node.path;
    this.serviceName = this.#platform.fullName(id);
    // The port of an edge is a number on its servers, not what an application listens on.
    const { port: _port, ...others } = props;
    this.#unusable = [...wrongTypes(others), ...missingProps(props, ['contract', 'pool', 'accepts'])];
    this.#nameFindings = enlist(this, id, this.#platform, this.domain, this.#site, { kind: 'edge', protocol: undefined });
    if (this.#unusable.length === 0) this.#claim(props);
    this.job = new NomadJob(this, 'job', this.serviceName, () => ({ job: this.#renderJob(), applyTimeout: this.#applyTimeout }));
    this.#platform.join(this);
  }

  /** @internal */
  check(): void {
    for (const finding of this.#findings()) this.#platform.report(this.path, finding, this.#site);
  }

  /** @internal */
  render(): void {
    const { access, namespace } = this.domain;
    const name = this.serviceName;
    const certificate = this.#certificate.requestOf({ domain: this.domain.node.id, job: this.#id });
    for (const rule of apiGatewayBindingRules(name, { namespace, jobId: name })) access.addBindingRule(rule);
    access.addWorkloadRole(this.path, { name, namespace, jobId: name, paths: [certificate] });
    this.#renderCertificateRole();
    for (const entry of gatewayEntries(name, LISTENER_PORT))
      access.addEntry(this.path, entry, entry.kind === 'api-gateway' ? [`file-system-certificate/${name}-tls`] : []);
    const sites = this.#routeSites();
    for (const [key, routes] of this.#routeGroups())
      access.addEntry(this.path, routeEntry(name, routes), [`api-gateway/${name}`], sites.get(key));
  }

  /** Takes the ports on the servers, and says which hosts are accepted. */
  #claim({ pool, accepts }: EdgeLoadBalancerProps): void {
    for (const number of [this.#port, this.#readyPort]) this.#platform.claimServerPort(pool.name, number, this.path);
    for (const { domain, hosts } of accepts) this.#platform.mesh.acceptances.push({ edge: this.#id, domain, hosts });
  }

  get #hosts(): readonly string[] {
    return [...new Set(this.#props.accepts.flatMap(({ hosts }) => hosts))].sort();
  }

  get #cpu(): Cpu {
    return this.#props.cpu ?? Cpu.cores(4);
  }

  get #memory(): Memory {
    return this.#props.memory ?? Memory.gib(1);
  }

  get #priority(): number {
    return this.#props.priority ?? 90;
  }

  get #port(): number {
    return this.#props.port ?? 443;
  }

  get #readyPort(): number {
    return this.#props.readyPort ?? READY_PORT;
  }

  get #drain(): Duration {
    return this.#props.drain ?? Duration.seconds(20);
  }

  get #certificateTtl(): Duration {
    return this.#props.certificateTtl ?? Duration.days(7);
  }

  get #certificate(): VaultSecret {
    const [commonName = '', ...altNames] = this.#hosts;
    return VaultSecret.pki(this.serviceName, { commonName, altNames, ttl: this.#certificateTtl, mount: this.#props.pkiMount ?? 'pki' });
  }

  /** One server after the other. */
  get #applyTimeout(): Duration {
    return Duration.minutes(10).times(this.#props.pool.servers).plus(Duration.minutes(5));
  }

  #renderJob(): ReturnType<typeof renderEdgeJob> {
    const { facts } = this.#platform;
    const { consul, envoy, tools } = facts.platformImages;
    return renderEdgeJob(
      {
        name: this.serviceName,
        id: this.#id,
        namespace: this.domain.namespace,
        nodePool: this.#props.pool.name,
        priority: this.#priority,
        images: { consul: consul.reference, envoy: envoy.reference, tools: tools.reference },
        agent: consulAgentOf(facts),
        openFiles: this.#platform.openFiles,
        cpu: this.#cpu,
        memory: this.#memory,
        drain: this.#drain,
      },
      { port: this.#port, readyPort: this.#readyPort, to: LISTENER_PORT },
      this.#certificate.requestOf({ domain: this.domain.node.id, job: this.#id }),
    );
  }

  #renderCertificateRole(): void {
    const role = new VaultPkiRole(this.domain.access, `pki_${this.serviceName}`, {
      backend: this.#props.pkiMount ?? 'pki',
      name: this.serviceName,
      allowedDomains: [...this.#hosts],
      allowBareDomains: true,
      allowSubdomains: false,
      allowGlobDomains: false,
      allowIpSans: false,
      enforceHostnames: true,
      keyType: 'ec',
      keyBits: 256,
      serverFlag: true,
      clientFlag: false,
      maxTtl: String(Math.ceil(this.#certificateTtl.milliseconds / 1000)),
    });
    role.overrideLogicalId(`pki_${this.serviceName}`);
  }

  #routes(): EdgeRoute[] {
    return this.#platform.mesh.routes.filter((route): route is EdgeRoute => route.edge.edge === this.#id);
  }

  /** Routes by what the edge matches, sorted by text. */
  #routeGroups(): [string, [RouteModel, ...RouteModel[]]][] {
    const groups = new Map<string, RouteModel[]>();
    for (const { model } of this.#routes()) {
      const key = routeKey(model);
      const group = groups.get(key) ?? [];
      if (!group.some(({ to }) => to === model.to))
        groups.set(
          key,
          [...group, model].sort((a, b) => (a.to < b.to ? -1 : 1)),
        );
    }
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)) as [string, [RouteModel, ...RouteModel[]]][];
  }

  /** The line of each group: the first by its text, so that the order of the program does not show. */
  #routeSites(): Map<string, CallSite> {
    const sites = new Map<string, CallSite>();
    for (const { model, site } of this.#routes()) {
      const known = sites.get(routeKey(model));
      if (known === undefined || (site.text ?? '') < (known.text ?? '')) sites.set(routeKey(model), site);
    }
    return sites;
  }

  #findings(): SourcedFinding[] {
    const { facts, maxKillTimeout } = this.#platform;
    const { pool, contract, accepts } = this.#props;
    const findings: SourcedFinding[] = [
      ...this.#unusable,
      ...this.#nameFindings,
      ...unknownProps(this.#props, KNOWN),
      ...valueFindings(this.#props),
    ];
    if (this.#unusable.length > 0) return findings;
    if (contract.edge !== this.#id || contract.domain !== this.domain.node.id) {
      findings.push({
        code: 'VALUE-CONFLICT',
        at: 'contract',
        message: 'the contract is for another edge',
        value: `${contract.edge} of ${contract.domain}`,
        limit: `${this.#id} of ${this.domain.node.id}`,
        fix: `EdgeContract.of('${this.#id}', { domain: '${this.domain.node.id}' })`,
      });
    }
    const certificate = this.#hosts.length === 0 ? undefined : this.#certificate.problem;
    if (certificate !== undefined) findings.push({ ...certificate, at: certificate.code === 'VAULT-PATH' ? 'pkiMount' : 'accepts' });
    const unknownPool = unknownPoolFinding(pool, facts.pools);
    if (unknownPool !== undefined) findings.push(unknownPool);
    findings.push(...serverSizeFindings(pool, [{ cpu: this.#cpu, memory: this.#memory }]));
    const priority = integerProblem('priority', this.#priority, 1, 100);
    if (priority !== undefined) findings.push({ ...priority, at: 'priority' });
    const wrongPort = integerProblem('port', this.#port, 1, 65_535);
    if (wrongPort !== undefined) findings.push({ ...wrongPort, at: 'port' });
    const wrongReadyPort = portProblem('readyPort', this.#readyPort);
    if (wrongReadyPort !== undefined) findings.push({ ...wrongReadyPort, at: 'readyPort' });
    for (const [at, number] of [
      ['port', this.#port],
      ['readyPort', this.#readyPort],
    ] as const) {
      const others = this.#platform.serverPortUsers(pool.name, number).filter((path) => path !== this.path);
      if (others.length === 0 && (at === 'port' || this.#port !== number)) continue;
      findings.push({
        code: 'NOMAD-PORT',
        at,
        message: `two users of one port on the servers of ${pool.name}: neither could run beside the other`,
        value: String(number),
        limit: others.length === 0 ? 'port and readyPort differ' : `taken by ${others.join(', ')}`,
        fix: `give ${at} another number, or the edge another pool`,
      });
    }
    if (accepts.length === 0)
      findings.push({
        code: 'EDGE-RULE',
        at: 'accepts',
        message: 'the edge accepts no domain, so nothing could be reached through it',
        fix: "add EdgeAcceptance.of('<domain>', { hosts: ['…'] })",
      });
    for (const host of this.#hosts) {
      if (/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(host)) continue;
      findings.push({
        code: 'EDGE-RULE',
        at: 'accepts',
        message: 'a host is a full lower-case DNS name without wildcard',
        value: show(host),
        fix: "for instance 'www.sec.example.co.jp'",
      });
    }
    const longest = maxKillTimeout.milliseconds - 5000;
    if (this.#drain.milliseconds > longest)
      findings.push({
        code: 'NOMAD-RULE',
        at: 'drain',
        message: "the drain does not end before the clients' kill timeout",
        value: this.#drain.toString(),
        limit: Duration.milliseconds(Math.max(0, longest)).toString(),
        fix: 'shorten the drain, or raise max_kill_timeout of the edge clients and the facts',
      });
    const { nomad } = facts.engines.versions;
    if (versionRank(nomad) < versionRank('1.11.3'))
      findings.push({
        code: 'NOMAD-VERSION',
        message: 'deployments of system jobs have faults before Nomad 1.11.3',
        value: nomad,
        limit: '1.11.3',
        fix: 'upgrade the servers',
      });
    return [...findings, ...this.#routeFindings()];
  }

  #routeFindings(): SourcedFinding[] {
    const findings: SourcedFinding[] = [];
    const byKey = new Map<string, EdgeRoute[]>();
    for (const route of this.#routes()) byKey.set(routeKey(route.model), [...(byKey.get(routeKey(route.model)) ?? []), route]);
    for (const routes of byKey.values()) {
      const [first] = routes;
      if (first === undefined) continue;
      if (first.model.rewritePrefix !== undefined && first.request.path.kind !== 'prefix') {
        findings.push({
          code: 'EDGE-RULE',
          at: `${first.host}${first.request.path.value}`,
          message: 'a prefix is rewritten only on a prefix path',
          fix: 'use HttpPath.prefix, or leave rewritePrefix out',
          source: first.site.text,
        });
      }
      const targets = [...new Set(routes.map(({ to }) => to))].sort();
      if (targets.length > 1 && !routes.every(({ weighted }) => weighted)) {
        findings.push({
          code: 'EDGE-ROUTE-TAKEN',
          at: `${first.host}${first.request.path.value}`,
          message: `${targets.join(' and ')} stand on one host and path`,
          value: routes
            .map(({ to, site }) => `${to} in ${site.text ?? ''}`)
            .sort()
            .join(' and '),
          limit: 'one service, or a weight for each',
          fix: 'give each a weight, or one another path',
          source: routes.map(({ site }) => site.text).sort()[0],
        });
      } else if (new Set(routes.map((route) => JSON.stringify({ ...route.model, to: '', weight: 0 }))).size > 1) {
        findings.push({
          code: 'VALUE-CONFLICT',
          at: `${first.host}${first.request.path.value}`,
          message: 'the same route is said with different settings',
          value: routes
            .map(({ site }) => site.text ?? '')
            .sort()
            .join(' and '),
          fix: 'say the same, or only once',
          source: first.site.text,
        });
      }
      for (const { model, site } of routes) {
        if (Number.isInteger(model.weight) && model.weight >= 1 && model.weight <= 1000) continue;
        findings.push({
          code: 'EDGE-RULE',
          at: `${model.host}${model.request.path.value}`,
          message: 'a weight is a whole number from 1 to 1000',
          value: show(model.weight),
          fix: 'choose another weight',
          source: site.text,
        });
      }
    }
    return findings;
  }
}

function routeKey({ host, request }: RouteModel): string {
  return `${host} ${requestKey(request)}`;
}
