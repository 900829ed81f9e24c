import { IntentionEvaluator } from '../consul';
import type { GraphMember } from '../mesh';
import { once, type JsonObject } from '../model';
import type { Estate, EstateEntry } from './estate';
import type { JobDigest, ServiceDigest } from './job-digest';
import { objectIn, objectsIn, textIn } from './json-members';

/** A service, and the job that registers it. */
export interface Registration {
  readonly job: JobDigest;
  readonly service: ServiceDigest;
}

const NO_ENTRIES: ReadonlyMap<string, EstateEntry> = new Map();
const NO_REGISTRATIONS: readonly Registration[] = [];

/** Protocols of which Consul reads the requests. */
const HTTP_LIKE = new Set(['http', 'http2', 'grpc']);

/** Look-ups that many rules share: each map is made once, in one pass, when the first rule asks. */
export class EstateIndex {
  readonly #estate: Estate;
  #entries: ReadonlyMap<string, ReadonlyMap<string, EstateEntry>> | undefined;
  #registrations: ReadonlyMap<string, readonly Registration[]> | undefined;
  #members: ReadonlyMap<string, GraphMember> | undefined;
  #intentions: IntentionEvaluator | undefined;
  #leaves: Map<string, readonly string[]> | undefined;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /** Entries of a kind by name; of two of one name the first. */
  entries(kind: string): ReadonlyMap<string, EstateEntry> {
    this.#entries ??= entriesByKind(this.#estate.entries);
    return this.#entries.get(kind) ?? NO_ENTRIES;
  }

  /** Who registers a service. */
  registrations(service: string): readonly Registration[] {
    this.#registrations ??= registrationsByName(this.#estate.jobs);
    return this.#registrations.get(service) ?? NO_REGISTRATIONS;
  }

  /** The member of the mesh graph of this name. */
  member(service: string): GraphMember | undefined {
    this.#members ??= new Map(this.#estate.domains.flatMap(({ members }) => members.map((member) => [member.service, member] as const)));
    return this.#members.get(service);
  }

  /** A job registers it, or a domain declares it. */
  exists(service: string): boolean {
    return this.registrations(service).length > 0 || this.member(service) !== undefined;
  }

  /** No instance of its own: a router, splitter or resolver sends its calls on. */
  isVirtual(service: string): boolean {
    return !this.leaves(service).includes(service);
  }

  /** Whether the estate has config entries of its services at all: jobs may have been found without them. */
  get knowsServices(): boolean {
    return this.#estate.domains.length > 0 || this.entries('service-defaults').size > 0;
  }

  /** Protocol by which Consul treats a service; undefined where the entries that would say so are not known. */
  protocolOf(service: string): string | undefined {
    const defaults = this.entries('service-defaults').get(service);
    // An entry without a protocol means tcp, whatever proxy-defaults say.
    if (defaults !== undefined) return textIn(defaults.entry, 'Protocol').toLowerCase() || 'tcp';
    const global = this.entries('proxy-defaults').get('global');
    return global === undefined ? undefined : textIn(objectIn(global.entry, 'Config'), 'protocol').toLowerCase() || 'tcp';
  }

  /** Whether Consul is known not to read a service's requests. */
  speaksTcp(service: string): boolean {
    const protocol = this.protocolOf(service);
    return protocol !== undefined && !HTTP_LIKE.has(protocol);
  }

  /** Who may call whom, as sidecars decide it. */
  get intentions(): IntentionEvaluator {
    return (this.#intentions ??= new IntentionEvaluator(this.entries('service-intentions').values(), {
      // Where no entry says it, nobody knows that it is tcp.
      protocolOf: (service) => this.protocolOf(service),
    }));
  }

  /** Whether the estate says who may call whom at all. */
  get knowsIntentions(): boolean {
    return this.entries('service-intentions').size > 0;
  }

  /** Whether a service may ask another for anything: where a token decides, perhaps. */
  mayCall(source: string, destination: string): boolean {
    const decision = this.intentions.decide(source, destination);
    if (typeof decision === 'string') return decision !== 'deny';
    return decision.permissions.some(({ Action }) => Action === 'allow');
  }

  /**
   * The services whose instances answer a call to this one, through its router, splitter and resolver: it is their
   * intentions that decide.
   */
  leaves(service: string): readonly string[] {
    this.#leaves ??= new Map();
    const known = this.#leaves.get(service);
    if (known !== undefined) return known;
    const found = this.#sendsOn(service) ? this.#collected(service) : [service];
    this.#leaves.set(service, found);
    return found;
  }

  /** Whether its entries may name another service at all: most name none. */
  #sendsOn(service: string): boolean {
    if (this.entries('service-router').has(service) || this.entries('service-splitter').has(service)) return true;
    const resolver = this.entries('service-resolver').get(service)?.entry;
    return resolver !== undefined && (resolver['Redirect'] !== undefined || resolver['Failover'] !== undefined);
  }

  #collected(service: string): string[] {
    const leaves = new Set<string>();
    this.#collect(service, leaves, new Set());
    return [...leaves];
  }

  #collect(service: string, leaves: Set<string>, seen: Set<string>): void {
    const router = this.entries('service-router').get(service);
    const routes = router === undefined ? [] : objectsIn(router.entry, 'Routes');
    const next = new Set(routes.map((route) => textIn(objectIn(route, 'Destination'), 'Service') || service));
    // What no route matches goes on to the service itself.
    if (!routes.some(matchesEverything)) next.add(service);
    for (const target of next) this.#split(target, leaves, seen);
  }

  #split(service: string, leaves: Set<string>, seen: Set<string>): void {
    const splitter = this.entries('service-splitter').get(service);
    if (splitter === undefined) {
      this.#resolve(service, leaves, seen);
      return;
    }
    for (const split of objectsIn(splitter.entry, 'Splits')) this.#resolve(textIn(split, 'Service') || service, leaves, seen);
  }

  #resolve(service: string, leaves: Set<string>, seen: Set<string>): void {
    if (seen.has(service)) return;
    seen.add(service);
    const resolver = this.entries('service-resolver').get(service);
    const redirect = resolver === undefined ? '' : textIn(objectIn(resolver.entry, 'Redirect'), 'Service');
    if (redirect !== '' && redirect !== service) {
      this.#resolve(redirect, leaves, seen);
      return;
    }
    leaves.add(service);
    if (resolver === undefined) return;
    for (const failover of Object.values(objectIn(resolver.entry, 'Failover')) as JsonObject[]) {
      const own = textIn(failover, 'Service');
      if (own !== '') this.#resolve(own, leaves, seen);
      for (const target of objectsIn(failover, 'Targets')) this.#resolve(textIn(target, 'Service') || service, leaves, seen);
    }
  }
}

/** Whether a route of a router takes every request that reaches it. */
export function matchesEverything(route: JsonObject): boolean {
  const http = objectIn(objectIn(route, 'Match'), 'HTTP');
  for (const member in http) {
    const value = http[member];
    if (value === '' || (Array.isArray(value) && value.length === 0)) continue;
    if (member !== 'PathPrefix' || value !== '/') return false;
  }
  return true;
}

/** The index of an estate, made once for all rules. */
export const indexOf = once((estate: Estate) => new EstateIndex(estate));

function entriesByKind(entries: readonly EstateEntry[]): Map<string, Map<string, EstateEntry>> {
  const byKind = new Map<string, Map<string, EstateEntry>>();
  for (const entry of entries) {
    const known = byKind.get(entry.kind);
    if (known === undefined) byKind.set(entry.kind, new Map([[entry.name, entry]]));
    else if (!known.has(entry.name)) known.set(entry.name, entry);
  }
  return byKind;
}

function registrationsByName(jobs: readonly JobDigest[]): Map<string, Registration[]> {
  const byName = new Map<string, Registration[]>();
  for (const job of jobs) {
    for (const service of job.services) {
      const known = byName.get(service.name);
      if (known === undefined) byName.set(service.name, [{ job, service }]);
      else known.push({ job, service });
    }
  }
  return byName;
}
