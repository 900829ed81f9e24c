import { Construct } from 'constructs';
import type { ConsulKey } from '../lib/consul';
import {
  isContract,
  isDirectContract,
  localPort,
  LOCAL_PORTS,
  type CallTarget,
  type DirectContract,
  type Grant,
  type MemberKind,
  type Permissions,
  type ServiceContract,
} from '../lib/mesh';
import { serverSizeFindings, unknownPoolFinding, type Demand, type ServerPool } from '../lib/pool';
import { CallSite, type Finding, type SourcedFinding } from '../lib/problems';
import { Duration, integerProblem, nameProblem, show, type Port, type Protocol } from '../lib/values';
import type { VaultSecret } from '../lib/vault';
import {
  applicationSockets,
  GroupDraft,
  metricsPort,
  needsService,
  needsSidecar,
  resolveLayers,
  saidAt,
  socketFindings,
  TaskDraft,
  taskFindings,
  diskFindings,
  missingProps,
  unknownProps,
  upstreamSockets,
  valueFindings,
  WAIT_TASK,
  wrongTypes,
  type ContractConnectOptions,
  type GroupContext,
  type JobInput,
  type Origin,
  type OwnDomainConnectOptions,
  type ResolvedWorkload,
  type TaskProps,
  type TaskSurroundings,
  type Volume,
  type WorkloadProps,
} from '../lib/workload';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import { TASK_PROPS } from './prop-names';
import { enlist } from './enlist';
import { NomadJob, type WorkloadJobProps } from './nomad-job';
import { Platform } from './platform';
import { DirectUpstream, Upstream } from './upstream';
import {
  WorkloadTask,
  type ConfigContent,
  type ReadConfigOptions,
  type SecretEnvOptions,
  type SecretFileOptions,
  type TaskHost,
} from './workload-task';

/** Anything another construct of the same domain can call. */
export interface ICallable {
  /** Consul service name. */
  readonly serviceName: string;
}

/** What the kinds of workload tell the shared base. @internal */
export interface WorkloadKind<P extends WorkloadProps> {
  readonly kind: MemberKind;
  readonly props: P;
  /** Names of all props the kind has. */
  readonly known: Readonly<Record<keyof P, true>>;
  readonly required: readonly (keyof P & string)[];
  readonly defaults: Partial<P>;
  readonly protocol: Protocol | undefined;
  readonly contract?: ServiceContract | undefined;
  readonly grants?: readonly Grant[] | undefined;
}

/** Settings of an init task. */
export interface InitTaskProps extends TaskProps {
  /** Init tasks of this job that must have ended before. Nomad itself starts all at once; the image then needs `/bin/sh`. @default - none */
  readonly after?: readonly string[];
}

/**
 * The house's way to run something: settings resolved once, one task group, one job. The verbs are idempotent and do not
 * depend on order; the same verb with another value is VALUE-CONFLICT, naming both lines.
 */
export abstract class Workload<P extends WorkloadProps> extends Construct implements ICallable {
  /** Consul service name and job id, `sec-orders`. */
  readonly serviceName: string;
  /** The domain it stands in. */
  readonly domain: DomainStack;
  /** The Nomad job below, for what no prop says. */
  readonly job: NomadJob;
  /** Settings with every default filled in. */
  readonly settings: P & ResolvedWorkload;
  /** Where each setting came from: library, platform, domain or prop. */
  readonly origins: Readonly<Partial<Record<keyof P, Origin>>>;
  /** @internal */
  readonly path: string;
  protected readonly platform: Platform;
  protected readonly id: string;
  protected readonly site: CallSite;
  protected readonly group = new GroupDraft();
  protected readonly main: TaskDraft;
  readonly #findings: SourcedFinding[] = [];
  /** Props of a wrong type or not there: nothing else can be said about the workload until they are. */
  readonly #unusable: Finding[] = [];
  readonly #host: TaskHost;
  readonly #task: WorkloadTask;

  /** Made by the kinds of workload. @internal */
  protected constructor(scope: Construct, id: string, kind: WorkloadKind<P>) {
    super(scope, acceptableId(scope, id));
    // Plain JavaScript may leave the settings out; what is required is then said to be missing.
    const props = (kind.props as P | undefined) ?? ({} as P);
    this.id = id;
    this.site = CallSite.here();
    this.path = this.node.path;
    this.domain = DomainStack.of(this);
    this.platform = Platform.of(this);
    this.serviceName = this.platform.fullName(id);
    const resolved = resolveLayers<P>([
      { origin: 'library', values: kind.defaults },
      { origin: 'platform', values: known(this.platform.facts.defaults, kind.known) },
      { origin: 'domain', values: known(this.domain.defaults, kind.known) },
      { origin: 'prop', values: props },
    ]);
    this.settings = resolved.values as P & ResolvedWorkload;
    this.origins = resolved.origins;
    this.#findings.push(...unknownProps(props, kind.known), ...valueFindings(props));
    this.#unusable.push(...wrongTypes(props), ...missingProps(props, kind.required));
    this.main = new TaskDraft(id, 'main', this.settings, [], this.site);
    this.group.addTask(this.main);
    this.#host = { path: this.path, platform: this.platform, group: this.group };
    this.#task = new WorkloadTask(this.#host, this.main);
    this.job = new NomadJob(
      this,
      'job',
      this.serviceName,
      () => ({ ...this.#hostAccess(), ...this.renderJob(this.#jobInput()) }),
      (at, job) => saidAt(at, job, this.group, { domain: this.domain.node.id, job: this.id }),
    );
    this.#findings.push(...enlist(this, id, this.platform, this.domain, this.site, kind));
    this.platform.join(this);
  }

  /**
   * Declares a call within the domain: an upstream of this sidecar and a permission at the other.
   * @param target a construct of this domain; @param options what is asked (`allow`), how the connection behaves
   */
  connectTo(target: ICallable, options?: OwnDomainConnectOptions): Upstream;
  /**
   * Declares a call to another domain by its contract. The callee must name this caller in `callers`: MESH-NOT-GRANTED
   * otherwise, with the line to add and its owner.
   * @param contract what the owner offers; @param options offers asked for (`may`), how the connection behaves
   */
  connectTo<Offer extends string>(contract: ServiceContract<Offer>, options?: ContractConnectOptions<Offer>): Upstream;
  /** Declares a call to an external system outside of the mesh. Both sides' words are checked at synth; a firewall enforces them. */
  connectTo(contract: DirectContract): DirectUpstream;
  connectTo(
    target: ICallable | ServiceContract | DirectContract,
    given: OwnDomainConnectOptions & ContractConnectOptions<string> = {},
  ): Upstream | DirectUpstream {
    this.platform.assertOpen(this.path, 'connectTo');
    const site = CallSite.here();
    if (!isPlainTarget(target)) {
      this.#findings.push({
        code: 'VALUE-TYPE',
        at: 'connectTo',
        message: 'there is nothing to call: a contract or a construct is expected',
        value: show(target),
        fix: 'import what is called; a circle of imports gives undefined',
        source: site.text,
      });
      return new Upstream('', 0);
    }
    const options = this.#usableOptions(target, given, site);
    const called = isContract(target) || isDirectContract(target);
    const to: CallTarget = called ? { contract: target } : { service: target.serviceName };
    const destination = called ? this.platform.fullName(target.service) : target.serviceName;
    this.platform.mesh.calls.push({
      from: this.serviceName,
      to,
      offers: options.may ?? [],
      allow: (options.allow ?? []).map(({ request }) => request),
      site,
    });
    if (isDirectContract(target)) return new DirectUpstream(destination, this.platform.environment.choose(target.addresses));
    this.#checkConnection(destination, options, site);
    const port = options.localPort ?? localPort(destination);
    this.group.addUpstream({
      destination,
      localPort: port,
      connectTimeout: options.connectTimeout,
      limits: options.limits,
      outlierDetection: options.outlierDetection,
      site,
    });
    return new Upstream(destination, port);
  }

  /** Sets an environment variable of the main task. `${NOMAD_…}` is filled in by Nomad. No secrets (SECRET-LITERAL). */
  addEnv(name: string, value: string): void {
    this.#task.addEnv(name, value);
  }

  /** Environment variables of the main task from a secret. @param fields variable → field of the secret */
  addSecretEnv(secret: VaultSecret, fields: Readonly<Record<string, string>>, options: SecretEnvOptions): void {
    this.#task.addSecretEnv(secret, fields, options);
  }

  /** A secret as a file that only the task's user reads; gives its path inside the task. */
  addSecretFile(secret: VaultSecret, options: SecretFileOptions): string {
    return this.#task.addSecretFile(secret, options);
  }

  /** A file that stands in the job, canaried and reverted with it; gives its path inside the task. */
  addConfigFile(file: string, content: ConfigContent): string {
    return this.#task.addConfigFile(file, content);
  }

  /** A Consul key as a file, kept up to date; gives its path inside the task. The value belongs to operators. */
  readConfig(key: ConsulKey, options: ReadConfigOptions): string {
    return this.#task.readConfig(key, options);
  }

  /** Mounts a volume into the main task. @param name name of the volume in the job; @param target absolute path in the task */
  addVolume(name: string, volume: Volume, target: string): void {
    this.#task.addVolume(name, volume, target);
  }

  /** A task that must end well before the main task starts. It has the same verbs. Its image is the workload's own unless it names another. */
  addInitTask(name: string, props: InitTaskProps): WorkloadTask {
    const { after = [], ...task } = (props as InitTaskProps | undefined) ?? ({} as InitTaskProps);
    return this.#addTask(new TaskDraft(name, 'init', task, after, CallSite.here()));
  }

  /** A task that runs beside the main one for its whole life. It has the same verbs. Its image is the workload's own unless it names another. */
  addCompanionTask(name: string, props: TaskProps): WorkloadTask {
    return this.#addTask(new TaskDraft(name, 'companion', props, [], CallSite.here()));
  }

  /** @internal */
  check(): void {
    const usable = this.#unusable.length === 0;
    const findings = [...this.#unusable, ...this.#findings, ...(usable ? [...this.#findingsOfAllKinds(), ...this.findings()] : [])];
    for (const finding of findings) this.platform.report(this.path, finding, this.site);
    const owner = { domain: this.domain.node.id, job: this.id };
    const tasks = [...this.group.tasks.values()];
    const reads = new Map<string, CallSite[]>();
    const said = (path: string, site: CallSite): void => {
      reads.set(path, [...(reads.get(path) ?? []), site]);
    };
    const secrets = tasks.flatMap((task) =>
      [...task.secretEnvs.values(), ...task.secretFiles.values()].map(({ value, site }) => {
        const request = value.secret.requestOf(owner);
        said(request.path, site);
        return request;
      }),
    );
    if (secrets.length > 0)
      this.platform.mesh.secretReads.set(
        this.serviceName,
        secrets.map(({ path, capabilities }) => ({ path, capabilities })),
      );
    const keys = tasks.flatMap((task) =>
      [...task.keyFiles.values()].map(({ value, site }) => {
        const key = value.key.pathFor(owner);
        said(key, site);
        return key;
      }),
    );
    if (reads.size > 0) this.platform.readSites.set(this.serviceName, reads);
    if (keys.length > 0) this.platform.mesh.keyReads.set(this.serviceName, [...new Set(keys)].sort());
  }

  /** @internal */
  render(permissions: Permissions): void {
    const { access, namespace } = this.domain;
    const { secretReads, keyReads } = this.platform.mesh;
    const name = this.serviceName;
    if (needsService(this.group, this.port, this.groupContext().health)) access.addServiceIdentity(name, name);
    const paths = secretReads.get(name);
    if (paths !== undefined) access.addWorkloadRole(this.path, { name, namespace, jobId: name, paths });
    const keys = keyReads.get(name);
    if (keys !== undefined) access.addKeyReader(this.path, name, keys);
    this.renderEntries(permissions);
    this.group.forget();
  }

  /** Findings of the kind itself. */
  protected abstract findings(): Finding[];

  /** The job of the kind. */
  protected abstract renderJob(input: JobInput): WorkloadJobProps;

  /** Entries of the kind in the mesh; none where nobody calls. */
  protected renderEntries(_permissions: Permissions): void {
    // A caller alone has no entries: what it may do stands at its destinations.
  }

  /** Port that others call; undefined where nobody can. */
  protected get port(): Port | undefined {
    return undefined;
  }

  /** Further ports of the application. */
  protected get ports(): Readonly<Record<string, Port>> {
    return {};
  }

  /** Where it runs; undefined for every pool. */
  protected get pool(): ServerPool | undefined {
    return this.settings.pool ?? this.platform.facts.defaultPool;
  }

  /** What the group is rendered from; kinds change parts of it. */
  protected groupContext(): GroupContext {
    return {
      service: this.serviceName,
      pool: this.pool,
      placement: this.settings.placement,
      sidecar: this.settings.sidecar,
      shutdownDelay: Duration.zero,
      port: this.port,
      ports: this.ports,
      health: undefined,
      mainTask: this.main.name,
      waitForMesh: false,
      toolsImage: this.platform.facts.platformImages.tools.reference,
      openFiles: this.platform.openFiles,
    };
  }

  #jobInput(): JobInput {
    return {
      identity: {
        name: this.serviceName,
        id: this.id,
        domain: this.domain.node.id,
        namespace: this.domain.namespace,
        timeZone: this.platform.facts.timeZone,
      },
      settings: this.settings,
      group: this.group,
      context: this.groupContext(),
      imageOf: (task) => (task.props.image ?? this.settings.image ?? this.platform.facts.images.image(this.id))?.reference ?? '',
    };
  }

  /** Why tasks lead out of their containers: their exceptions say it. */
  #hostAccess(): Pick<WorkloadJobProps, 'hostAccessReason'> {
    const exceptions = [...this.group.tasks.values()].flatMap((task) => task.exceptions);
    const reasons = exceptions.filter(({ model }) => model.type !== 'writableRoot').map(({ reason }) => reason);
    return reasons.length === 0 ? {} : { hostAccessReason: [...new Set(reasons)].sort().join('; ') };
  }

  #addTask(draft: TaskDraft): WorkloadTask {
    this.platform.assertOpen(this.path, draft.role === 'init' ? 'addInitTask' : 'addCompanionTask');
    const problem = nameProblem('the task', draft.name) ?? reservedTask(draft.name);
    if (problem !== undefined) draft.findings.push({ ...problem, at: draft.name, source: draft.site.text });
    const unusable = [...wrongTypes(draft.props), ...missingProps(draft.props, ['cpu', 'memory'])];
    const findings: SourcedFinding[] = [...unusable, ...unknownProps(draft.props, TASK_PROPS), ...valueFindings(draft.props)];
    for (const finding of findings)
      draft.findings.push({ ...finding, at: `${draft.name}.${finding.at ?? ''}`, source: finding.source ?? draft.site.text });
    if (unusable.length === 0) this.group.addTask(draft);
    else this.#findings.push(...draft.findings);
    return new WorkloadTask(this.#host, draft);
  }

  /** Options of a right type; wrong ones are reported and left out. */
  #usableOptions(
    target: ICallable | ServiceContract | DirectContract,
    given: OwnDomainConnectOptions & ContractConnectOptions<string>,
    site: CallSite,
  ): OwnDomainConnectOptions & ContractConnectOptions<string> {
    const wrong = [...unknownProps(given, CONNECT_OPTIONS), ...wrongTypes(given)];
    const name = 'serviceName' in target ? target.serviceName : target.service;
    for (const finding of wrong) this.#findings.push({ ...finding, at: `connectTo(${name}).${finding.at ?? ''}`, source: site.text });
    const left = new Set(wrong.map(({ at }) => at));
    return left.size === 0 ? given : Object.fromEntries(Object.entries(given).filter(([key]) => !left.has(key)));
  }

  #checkConnection(destination: string, options: OwnDomainConnectOptions, site: CallSite): void {
    for (const finding of valueFindings(options))
      this.#findings.push({ ...finding, at: `connectTo(${destination}).${finding.at ?? ''}`, source: site.text });
    const port =
      options.localPort === undefined ? undefined : integerProblem('localPort', options.localPort, LOCAL_PORTS.from, LOCAL_PORTS.to);
    if (port !== undefined)
      this.#findings.push({ ...port, code: 'NOMAD-PORT', at: `connectTo(${destination}).localPort`, source: site.text });
  }

  #findingsOfAllKinds(): SourcedFinding[] {
    const { facts, maxKillTimeout } = this.platform;
    const tasks = [...this.group.tasks.values()];
    const findings: SourcedFinding[] = [
      ...this.group.findings,
      ...this.group.initOrderFindings(),
      ...tasks.flatMap((task) => [...task.findings, ...task.clashes()]),
    ];
    if (Object.hasOwn(this.ports, 'port')) {
      findings.push({
        code: 'NAME-INVALID',
        at: 'ports.port',
        message: 'port is the name of the main port',
        value: 'port',
        fix: 'give the further port another name',
      });
    }
    const sockets = [
      ...upstreamSockets(this.group),
      ...applicationSockets({ ...(this.port === undefined ? {} : { port: this.port }), ...this.ports }, this.site),
    ];
    if (needsSidecar(this.group, this.port)) {
      sockets.push({
        port: metricsPort(this.settings.sidecar),
        who: "the sidecar's metrics",
        at: 'sidecar.metricsPort',
        site: this.site,
        fix: 'set another metricsPort: Sidecar.of({ metricsPort: … })',
      });
    }
    findings.push(...socketFindings(sockets));
    findings.push(...this.#poolFindings(tasks), ...diskFindings(this.group, this.settings, needsSidecar(this.group, this.port)));
    const priority = integerProblem('priority', this.settings.priority, 1, 100);
    if (priority !== undefined) findings.push({ ...priority, at: 'priority' });
    const around: TaskSurroundings = {
      id: this.id,
      site: this.site,
      settings: this.settings,
      group: this.group,
      releases: facts.images,
      registries: facts.registries,
      memoryOversubscription: facts.memoryOversubscription ?? false,
      maxKillTimeout,
    };
    for (const task of tasks) findings.push(...taskFindings(task, around));
    return findings;
  }

  #poolFindings(tasks: readonly TaskDraft[]): Finding[] {
    const { pool } = this;
    if (pool === undefined) return [];
    const sidecar = needsSidecar(this.group, this.port) ? [this.settings.sidecar.options] : [];
    const demands = (init: boolean): Demand[] => [
      ...tasks.filter(({ role }) => (role === 'init') === init).map(({ props }) => props),
      ...sidecar,
    ];
    const unknown = unknownPoolFinding(pool, this.platform.facts.pools);
    return [...(unknown === undefined ? [] : [unknown]), ...serverSizeFindings(pool, demands(false), demands(true))];
  }
}

/** Whether there is something to call at all: a circle of imports gives undefined. */
function isPlainTarget(target: unknown): boolean {
  return typeof target === 'object' && target !== null;
}

/** Finding for a task name that belongs to a task kumiki or Nomad adds. */
function reservedTask(name: string): Finding | undefined {
  if (name !== WAIT_TASK && !name.startsWith('connect-proxy-')) return undefined;
  return {
    code: 'NAME-INVALID',
    message: 'this is the name of a task that is added to the job',
    value: show(name),
    limit: `not ${WAIT_TASK}, not connect-proxy-…`,
    fix: 'choose another name',
  };
}

const CONNECT_OPTIONS: Readonly<Record<keyof OwnDomainConnectOptions | keyof ContractConnectOptions<string>, true>> = {
  allow: true,
  connectTimeout: true,
  limits: true,
  localPort: true,
  may: true,
  outlierDetection: true,
};

/** The layer's values for props this kind has: a domain's rollout says nothing to a batch job. */
function known<P extends object>(values: object | undefined, names: Readonly<Record<keyof P, true>>): Partial<P> {
  const wrong = new Set(wrongTypes(values ?? {}).map(({ at }) => at));
  return Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => Object.hasOwn(names, key) && !wrong.has(key))) as Partial<P>;
}
