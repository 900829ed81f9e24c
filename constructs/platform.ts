import type { App, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { acknowledgedFinding, Acknowledgements, sortedAcknowledged, type AcknowledgedFinding, type Settled } from '../lib/checks';
import { destinationOf, domainGraph, MeshGraph, resolvePermissions, type DomainGraph, type Permissions } from '../lib/mesh';
import type { PlatformFacts } from '../lib/platform';
import {
  CallSite,
  compareProblems,
  KumikiError,
  type Finding,
  type Problem,
  type ProblemCode,
  type Severity,
  type SourcedFinding,
} from '../lib/problems';
import { Duration, nameProblem, TimeOfDay, type Environment, integerProblem, show } from '../lib/values';
import { isPlainObject } from '../lib/model';
import { pathProblem } from '../lib/vault';
import { missingProps, unknownProps, valueFindings, wrongArgument } from '../lib/workload';
import { writeCheckFiles } from './check-files';
import { EstateChecks } from './estate-checks';
import { Staging } from './staged-synthesizer';
import { defaultsFindings } from './workload-defaults';

const PLATFORM = Symbol.for('kumiki/Platform');

/** A construct that checks itself, and makes its resources once the whole mesh is known. */
export interface Participant {
  /** Construct path: participants are visited in its order, so that no declaration order shows. */
  readonly path: string;
  /** Reports what is wrong with it. */
  check(): void;
  /** Makes its resources. Called only when nothing is wrong anywhere. */
  render(permissions: Permissions): void;
}

/** Default market hours: the Tokyo Stock Exchange since 5 November 2024. */
const TOKYO = { opens: TimeOfDay.of('09:00'), closes: TimeOfDay.of('15:30') } as const;

/**
 * The facts of the platform, and the one mesh graph of the app. Being told facts makes no stack.
 *
 * Errors: PLATFORM-TWICE where an app is told facts twice, PLATFORM-MISSING where a construct looks for facts nobody gave.
 */
export class Platform {
  /** What the app was told. */
  readonly facts: PlatformFacts;
  /** @internal */
  readonly mesh = new MeshGraph();
  /** @internal */
  readonly staging = new Staging();
  /** @internal */
  readonly checks: EstateChecks;
  /** Job id → where its findings are told. @internal */
  readonly jobOwners = new Map<string, string>();
  /** Construct path of a config entry → where its findings are told, unless its name says so. @internal */
  readonly owners = new Map<string, string>();
  /** Job → path of a secret or key → where it says that it reads it. @internal */
  readonly readSites = new Map<string, ReadonlyMap<string, readonly CallSite[]>>();
  /** Construct path → the line that made it: of all that findings are told at. @internal */
  readonly sites = new Map<string, CallSite>();
  readonly #participants: Participant[] = [];
  /** What was said wrongly: nothing can be rendered from it. */
  readonly #problems: Problem[] = [];
  /** What the checks found in what is rendered. */
  readonly #found: Problem[] = [];
  /** Findings whose reason stands in a prop. */
  readonly #allowed: AcknowledgedFinding[] = [];
  readonly #acknowledgements = new Acknowledgements();
  readonly #domains = new Map<string, Pick<DomainGraph, 'owner' | 'namespace'>>();
  readonly #graphs = new Map<string, DomainGraph>();
  readonly #broken = new Set<string>();
  readonly #entries = new Map<string, string>();
  readonly #serverPorts = new Map<string, ReadonlySet<string>>();
  readonly #jobs = new Map<string, readonly string[]>();
  readonly #stackIds = new Set<string>();
  readonly #accessStacks: TerraformStack[] = [];
  #platformStack: TerraformStack | undefined;
  #permissions: Permissions | undefined;
  #rendering = false;
  #failure: Error | undefined;

  private constructor(facts: PlatformFacts) {
    this.facts = facts;
    this.checks = new EstateChecks(facts, this);
    this.staging.finish = (folder) => {
      if (!this.checks.isOn) return;
      writeCheckFiles(folder, this);
      this.checks.remember();
    };
  }

  /** Tells an app the facts. @param app the cdktf App; @param facts once per app (PLATFORM-TWICE) */
  static define(this: void, app: App, facts: PlatformFacts): Platform {
    const site = CallSite.here();
    const holder = app as unknown as Record<symbol, Platform | undefined>;
    const known = holder[PLATFORM];
    if (known !== undefined) {
      known.report(
        'app',
        {
          code: 'PLATFORM-TWICE',
          message: 'this app was told platform facts before',
          fix: 'call Platform.define once, and make one app for each environment',
        },
        site,
      );
      return known;
    }
    const unusable = unusableFacts(facts);
    if (unusable.length > 0)
      throw new KumikiError(unusable.map((finding) => ({ severity: 'error', ...finding, path: 'platform', source: site.text })));
    const platform = new Platform(facts);
    Object.defineProperty(app, PLATFORM, { value: platform });
    platform.#checkFacts(site);
    return platform;
  }

  /** The platform of a construct's app. @param construct anything in the tree; PLATFORM-MISSING where no facts were given */
  static of(this: void, construct: IConstruct): Platform {
    const platform = Platform.find(construct);
    if (platform !== undefined) return platform;
    throw new KumikiError([
      {
        code: 'PLATFORM-MISSING',
        severity: 'error',
        path: construct.node.path === '' ? 'app' : construct.node.path,
        source: CallSite.here().text,
        message: 'no platform facts were given to this app',
        fix: 'call Platform.define(app, facts) before the first stack',
      },
    ]);
  }

  /** The platform of a construct's app; undefined where no facts were given. @internal */
  static find(this: void, construct: IConstruct): Platform | undefined {
    return (construct.node.root as unknown as Record<symbol, Platform | undefined>)[PLATFORM];
  }

  /** Which environment this synth is for. */
  get environment(): Environment {
    return this.facts.environment;
  }

  /** Consul service name and job id of a short name, `orders` → `sec-orders`. */
  readonly fullName = (id: string): string => `${this.facts.namePrefix}-${id}`;

  /** When the exchange trades. */
  get market(): { readonly opens: TimeOfDay; readonly closes: TimeOfDay } {
    return this.facts.market ?? TOKYO;
  }

  /** Longest kill timeout the clients keep. @internal */
  get maxKillTimeout(): Duration {
    return this.facts.maxKillTimeout ?? Duration.seconds(30);
  }

  /** Open files a container may have (`ulimit nofile`). @internal */
  get openFiles(): number {
    return this.facts.openFiles ?? 65_536;
  }

  /** Path of Vault's JWT auth backend. @internal */
  get vaultAuthPath(): string {
    return this.facts.authMethods?.vault ?? 'jwt-nomad';
  }

  /** Name of Consul's JWT auth method. @internal */
  get consulAuthMethod(): string {
    return this.facts.authMethods?.consul ?? 'nomad-workloads';
  }

  /** Everything that was noticed and stops nothing: warnings and notes, once the app is synthesized. */
  get notices(): readonly Problem[] {
    const { said, unused } = this.#settled();
    const sealed = this.#permissions !== undefined && this.#failure === undefined;
    return [...said, ...(sealed ? unused : [])].filter(({ severity }) => severity !== 'error').sort(compareProblems);
  }

  /** Findings that the program lets stand, each with its reason, sorted; once the app is synthesized. */
  get acknowledged(): readonly AcknowledgedFinding[] {
    return sortedAcknowledged([...this.#settled().acknowledged, ...this.#allowed]);
  }

  /** Who may call whom, once the graph is sealed; seals it. @internal */
  get permissions(): Permissions {
    this.seal();
    return this.#permissions ?? new Map();
  }

  /** Access stacks come after the platform's stack, wherever in the program it is made. @internal */
  registerPlatformStack(stack: TerraformStack): void {
    this.#platformStack = stack;
    for (const access of this.#accessStacks) access.addDependency(stack);
  }

  /** @internal */
  registerAccessStack(stack: TerraformStack): void {
    this.#accessStacks.push(stack);
    if (this.#platformStack !== undefined) stack.addDependency(this.#platformStack);
  }

  /** @internal */
  registerDomain(domain: string, words: Pick<DomainGraph, 'owner' | 'namespace'>): void {
    this.#domains.set(domain, words);
  }

  /** What one domain says in the mesh, as the checks had it; it is let go. @internal */
  takeDomainGraph(domain: string): DomainGraph {
    const graph = this.#graphs.get(domain) ?? this.#domainGraph(domain);
    this.#graphs.delete(domain);
    return graph;
  }

  #domainGraph(domain: string): DomainGraph {
    const words = this.#domains.get(domain) ?? { owner: '', namespace: '' };
    return domainGraph(this.mesh, domain, words, this.permissions, this.fullName);
  }

  /** Lets findings stand. @internal */
  acknowledge(path: string, code: ProblemCode, reason: string, site: CallSite): void {
    const finding = this.#acknowledgements.add(path, code, reason, site);
    if (finding !== undefined) this.report(path === '' ? 'app' : path, finding, site);
  }

  /** Takes part in checks and rendering. @internal */
  join(participant: Participant): void {
    this.assertOpen(participant.path.replace(/\/$/, ''), 'new');
    this.#participants.push(participant);
  }

  /** Remembers who made a job of this id. @internal */
  claimJob(id: string, path: string): void {
    this.#jobs.set(id, [...(this.#jobs.get(id) ?? []), path]);
  }

  /** Construct paths of the jobs of this id, sorted. @internal */
  jobPaths(id: string): readonly string[] {
    return [...(this.#jobs.get(id) ?? [])].sort();
  }

  /** Who wrote the config entry of this kind and name first; undefined for the first. @internal */
  claimEntry(kind: string, name: string, path: string): string | undefined {
    const key = `${kind}/${name}`;
    const taken = this.#entries.get(key);
    if (taken === undefined) this.#entries.set(key, path);
    return taken;
  }

  /** Domain that has this Nomad namespace; undefined for the first. @internal */
  claimNamespace(namespace: string, domain: string): string | undefined {
    return this.claimEntry('namespace', namespace, domain);
  }

  /** Who writes this Consul key; undefined for the first. @internal */
  claimKey(key: string, path: string): string | undefined {
    return this.claimEntry('key', key, path);
  }

  /** Remembers who takes a fixed port on every server of a pool. @internal */
  claimServerPort(pool: string, port: number, path: string): void {
    const key = `${pool} ${String(port)}`;
    this.#serverPorts.set(key, new Set([...(this.#serverPorts.get(key) ?? []), path]));
  }

  /** Construct paths that take the port on the servers of a pool, sorted. @internal */
  serverPortUsers(pool: string, port: number): readonly string[] {
    return [...(this.#serverPorts.get(`${pool} ${String(port)}`) ?? [])].sort();
  }

  /** Whether an error was reported for this construct. @internal */
  isBroken(path: string): boolean {
    return this.#broken.has(path);
  }

  /** A stack id may be used once. @internal */
  claimStackId(id: string): boolean {
    if (this.#stackIds.has(id)) return false;
    this.#stackIds.add(id);
    return true;
  }

  /** Remembers a problem; all of them are said together when the app is synthesized. @internal */
  report(path: string, finding: SourcedFinding, site?: CallSite, severity: Severity = finding.severity ?? 'error'): void {
    if (severity === 'error') this.#broken.add(path);
    const { source, ...rest } = finding;
    this.#problems.push({ ...rest, severity, path, source: source ?? site?.text });
  }

  /**
   * Remembers what the checks found in what is rendered. It keeps nothing from being rendered, so that the whole estate is
   * looked at too, and everything is said together. @internal
   */
  reportFound(path: string, { severity = 'error', ...finding }: SourcedFinding, site?: CallSite): void {
    this.#found.push({ ...finding, severity, path, source: finding.source ?? site?.text });
  }

  /** Remembers a finding whose reason stands in a prop. @internal */
  reportAllowed(path: string, finding: Finding, reason: string, site: CallSite): void {
    this.#allowed.push(acknowledgedFinding({ ...finding, path }, 'prop', reason, site));
  }

  /** Refuses a write after the graph was read, naming the line that wants to write. @internal */
  assertOpen(path: string, verb: string): void {
    if (this.#rendering || (this.#permissions === undefined && this.#failure === undefined)) return;
    throw new KumikiError([
      {
        code: 'MESH-SEALED',
        severity: 'error',
        path,
        at: verb,
        source: CallSite.here().text,
        message: 'the mesh graph was read already, so this would be in no file',
        fix: 'say it while the program builds its stacks, not in an Aspect or after synth',
      },
    ]);
  }

  /**
   * @internal Reads the graph: checks everything, says every problem at once, and only then lets constructs make their
   * resources. Called by the first stack that is prepared; nothing has been written then.
   */
  seal(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#permissions !== undefined) return;
    try {
      this.#sealOnce();
    } catch (error) {
      // A second synth of a broken app must not find it half made.
      this.#failure = error as Error;
      throw error;
    } finally {
      this.#rendering = false;
    }
  }

  #sealOnce(): void {
    const participants = [...this.#participants].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    for (const participant of participants) participant.check();
    const resolved = resolvePermissions(this.mesh, this.fullName);
    this.#problems.push(...resolved.problems);
    this.#stopOn(this.#problems);
    this.#permissions = resolved.permissions;
    this.#rendering = true;
    for (const participant of participants) participant.render(resolved.permissions);
    this.#stopOn(this.#problems);
    this.#checkEstate();
    this.#stopOn([...this.#problems, ...this.#found]);
  }

  #checkEstate(): void {
    if (!this.checks.isOn) return;
    for (const domain of [...this.#domains.keys()].sort()) this.#graphs.set(domain, this.#domainGraph(domain));
    for (const { path, call, ...finding } of this.checks.checkEstate([...this.#graphs.values()]))
      this.reportFound(path, finding, (call === undefined ? undefined : this.#siteOfCall(call)) ?? this.#siteOf(path));
  }

  #siteOfCall({ from, to }: { readonly from: string; readonly to: string }): CallSite | undefined {
    return this.mesh.calls.find((call) => call.from === from && destinationOf(call.to, this.fullName) === to)?.site;
  }

  /** Line that made the construct of this path, or the one around it. */
  #siteOf(path: string): CallSite | undefined {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const site = this.sites.get(path.slice(0, end));
      if (site !== undefined) return site;
    }
    return undefined;
  }

  /** Says everything where one of these is an error that nobody may let stand. */
  #stopOn(problems: readonly Problem[]): void {
    const { said, refused } = this.#acknowledgements.settle(problems);
    if (refused.length === 0 && !said.some(({ severity }) => severity === 'error')) return;
    const all = this.#settled();
    throw new KumikiError([...all.said, ...all.refused]);
  }

  /** Everything that was said and found, without what was acknowledged. */
  #settled(): Settled {
    return this.#acknowledgements.settle([...this.#problems, ...this.#found]);
  }

  #checkFacts(site: CallSite): void {
    const { facts } = this;
    const report = (finding: Finding): void => {
      this.report('platform', finding, site);
    };
    const prefix = nameProblem('namePrefix', facts.namePrefix);
    if (prefix !== undefined) report({ ...prefix, at: 'namePrefix' });
    for (const finding of [...defaultsFindings(facts.defaults ?? {}), ...valueFindings(facts)]) report(finding);
    for (const finding of facts.images.findings) report(finding);
    if (!facts.pools.some(({ name }) => name === facts.defaultPool.name)) {
      report({
        code: 'POOL-UNKNOWN',
        at: 'defaultPool',
        message: 'the default pool is not one of the pools',
        value: facts.defaultPool.name,
        limit: facts.pools
          .map(({ name }) => name)
          .sort()
          .join(', '),
        fix: 'add it to pools',
      });
    }
    if (!isTimeZone(facts.timeZone))
      report({
        code: 'VALUE-INVALID',
        at: 'timeZone',
        message: 'this is no time zone',
        value: facts.timeZone,
        limit: 'a name of the IANA database',
        fix: "for instance 'Asia/Tokyo'",
      });
    const names = facts.pools.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined)
      report({ code: 'NAME-TAKEN', at: 'pools', message: 'two pools have one name', value: twice, fix: 'rename one' });
  }
}

/** Answers without the tables of Intl, which the first question reads: 12 ms and 8 MB of every synth. */
const COMMON_TIME_ZONES = ['Asia/Tokyo', 'UTC'];

const FACTS: Readonly<Record<keyof PlatformFacts, true>> = {
  accessLog: true,
  addresses: true,
  authMethods: true,
  consulCa: true,
  consulServerName: true,
  defaultPool: true,
  defaults: true,
  engines: true,
  environment: true,
  images: true,
  market: true,
  maxKillTimeout: true,
  memoryOversubscription: true,
  namePrefix: true,
  openFiles: true,
  platformImages: true,
  pools: true,
  registries: true,
  state: true,
  timeZone: true,
};

const REQUIRED_FACTS = [
  'environment',
  'namePrefix',
  'timeZone',
  'engines',
  'pools',
  'defaultPool',
  'addresses',
  'state',
  'images',
  'platformImages',
];

/** Findings of facts without which nothing can be said at all. Input may come from plain JavaScript. */
function unusableFacts(facts: PlatformFacts): Finding[] {
  if (!isPlainObject(facts))
    return [{ code: 'VALUE-TYPE', message: 'the platform facts are no object', value: show(facts), fix: 'give the facts as an object' }];
  const classes = {
    environment: 'Environment',
    engines: 'Engines',
    defaultPool: 'ServerPool',
    ...(facts.maxKillTimeout === undefined ? {} : { maxKillTimeout: 'Duration' }),
  } as const;
  const wrong = Object.entries(classes).map(([at, className]) => wrongArgument(at, facts[at as keyof typeof classes], className));
  const pools = Array.isArray(facts.pools)
    ? facts.pools.map((pool, index) => wrongArgument(`pools[${String(index)}]`, pool, 'ServerPool'))
    : [wrongArgument('pools', facts.pools, 'Array')];
  const openFiles = facts.openFiles === undefined ? undefined : integerProblem('openFiles', facts.openFiles, 64, 10_000_000);
  const addresses = Object.entries((facts.addresses as object | undefined) ?? {}).map(([engine, address]) =>
    addressFinding(`addresses.${engine}`, address),
  );
  const names = Object.entries(facts.authMethods ?? {}).map(([engine, name]) => {
    const problem = pathProblem('auth method', name);
    return problem === undefined ? undefined : { ...problem, at: `authMethods.${engine}` };
  });
  const missing = missingProps(facts, REQUIRED_FACTS);
  const told = new Set(missing.map(({ at }) => at));
  const found = [...wrong, ...pools, ...addresses, ...names, openFiles === undefined ? undefined : { ...openFiles, at: 'openFiles' }];
  return [
    ...unknownProps(facts, FACTS),
    ...missing,
    ...found.filter((finding) => finding !== undefined && !told.has(finding.at)),
  ] as Finding[];
}

/** Terraform would read `${` in an address as an expression, and evaluate it with the credentials of whoever applies. */
function addressFinding(at: string, address: unknown): Finding | undefined {
  if (typeof address === 'string' && /^https?:\/\/[A-Za-z0-9.:[\]_/-]+$/.test(address)) return undefined;
  return {
    code: 'VALUE-INVALID',
    at,
    message: 'an address is a plain URL',
    value: show(address),
    fix: "for instance 'https://nomad.internal:4646'",
  };
}

function isTimeZone(name: string): boolean {
  if (COMMON_TIME_ZONES.includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
