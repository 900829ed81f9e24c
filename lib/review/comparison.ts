import type { Output, Values } from '../change';
import { isApiConfigEntry, type NamedEntry } from '../consul';
import type { GraphMember } from '../mesh';
import { isPlainObject, type JsonObject } from '../model';
import { canonicalJob, readApiJob, type ApiJob } from '../nomad';
import { Engines, type EngineVersions } from '../platform';
import { isTemplate, jsonText } from '../terraform';
import { changedResources, pathOf, textOf, type ChangedResource } from './changed-resources';
import type { Change, Origin } from './model';
import type { Release } from './release';

/** Two releases, and what every section looks at: what differs, read once. */
export interface Comparison {
  readonly base: Release;
  readonly head: Release;
  readonly texts: Texts;
  readonly resources: readonly ChangedResource[];
  readonly jobs: readonly ChangedJob[];
  readonly entries: readonly ChangedEntry[];
  /** Every config entry of either side. */
  readonly allEntries: { readonly base: readonly NamedEntry[]; readonly head: readonly NamedEntry[] };
  /** Consul service name → who it is. */
  readonly members: { readonly base: ReadonlyMap<string, Member>; readonly head: ReadonlyMap<string, Member> };
  /** Terraform addresses of changed texts that cannot be read: HCL, or what only Terraform knows. */
  readonly unread: readonly ChangedResource[];
  /** The line behind a construct. */
  readonly origin: (path: string) => Origin;
  /** The line behind a resource: of what it is made for, where it has none of its own. */
  readonly originOf: (resource: ChangedResource) => Origin;
}

/** A member of the mesh and the domain that answers for it. */
export type Member = GraphMember & { readonly domain: string; readonly owner: string };

/** A job that differs. */
export interface ChangedJob {
  readonly namespace: string;
  readonly id: string;
  readonly before: ApiJob | undefined;
  readonly after: ApiJob | undefined;
  /** Where it is now, or was last. */
  readonly stack: string;
  readonly path: string;
}

/** A config entry that differs. */
export interface ChangedEntry {
  readonly change: Change;
  readonly kind: string;
  readonly name: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  readonly stack: string;
  readonly path: string;
  /** Of the entry itself; {@link path} is of whoever owns it. */
  readonly entryPath: string;
}

export function compare(base: Release, head: Release): Comparison {
  const resources = changedResources(base.output, head.output);
  const unread = resources.filter(({ after }) => after !== undefined && holdsTemplate(after));
  const engines = { ...Engines.tested().versions, ...base.facts?.engines, ...head.facts?.engines };
  const texts = new Texts(malformed(resources, engines));
  const members = { base: membersOf(base.output), head: membersOf(head.output) };
  const origin = (path: string): Origin => {
    const source = head.sources?.constructs[path];
    if (source !== undefined) return { path, source };
    const was = base.sources?.constructs[path];
    return was === undefined ? { path } : { path, source: was, inBase: true };
  };
  const owners = { ...base.sources?.owners, ...head.sources?.owners };
  const jobs = { ...base.sources?.jobs, ...head.sources?.jobs };
  const originOf = (resource: ChangedResource): Origin => {
    const path = pathOf(resource);
    // A role, a policy and a binding rule bear the id of the job that they are for; a config entry that of its service.
    const id = resource.name.replace(/^[a-z-]+_/, '');
    const owner = owners[path] ?? jobs[id] ?? members.head.get(id)?.path ?? members.base.get(id)?.path;
    const own = origin(path);
    return own.source !== undefined || owner === undefined ? own : { ...origin(owner), path };
  };
  return {
    base,
    head,
    texts,
    resources,
    jobs: changedJobs(resources, texts, jobs, unread),
    entries: changedEntries(resources, texts, { members: [members.head, members.base], owners }, unread),
    allEntries: { base: entriesOf(base.output, texts), head: entriesOf(head.output, texts) },
    members,
    unread: [...new Set(unread)],
    origin,
    originOf,
  };
}

/** Whether an argument says what only Terraform knows. Where other resources come before this one nothing is said. */
function holdsTemplate(values: Values): boolean {
  const holds = (value: unknown): boolean =>
    typeof value === 'string' ? isTemplate(value) : typeof value === 'object' && value !== null && Object.values(value).some(holds);
  return Object.entries(values).some(([name, value]) => name !== '//' && name !== 'depends_on' && holds(value));
}

/** Texts that differ and have a form that no engine takes: nobody can say what they would do. */
function malformed(resources: readonly ChangedResource[], engines: EngineVersions): Set<string> {
  const found = new Set<string>();
  for (const { type, before, after } of resources) {
    for (const values of [before, after]) {
      const text = values?.[type === 'nomad_job' ? 'jobspec' : 'config_json'];
      if (typeof text !== 'string') continue;
      const json = type === 'nomad_job' ? jobIn(values) : jsonIn(text);
      if (json === undefined) continue;
      if (type === 'nomad_job' ? readApiJob(json, engines).job === undefined : !isApiConfigEntry(textOf(values?.['kind']), json, engines))
        found.add(text);
    }
  }
  return found;
}

/** What texts of Terraform say: most of two releases are the same, and each is asked for by several sections. */
export class Texts {
  readonly #known = new Map<string, JsonObject | undefined>();

  /** @param malformed texts that are not read, though they are JSON */
  constructor(malformed: Iterable<string> = []) {
    for (const text of malformed) this.#known.set(text, undefined);
  }

  /** The object that a text says; undefined for what cannot be read. */
  json(text: unknown): JsonObject | undefined {
    if (typeof text !== 'string') return undefined;
    if (!this.#known.has(text)) this.#known.set(text, jsonIn(text));
    return this.#known.get(text);
  }

  /** A job in a resource of Terraform, as it was written. */
  job(values: Values | undefined): JsonObject | undefined {
    return jobIn(values, (text) => this.json(text));
  }
}

/** The object that a text of Terraform says; undefined for what is no JSON object. */
export function jsonIn(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const json = jsonText(text);
    return isPlainObject(json) ? (json as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A job in a resource of Terraform, as it was written. */
export function jobIn(values: Values | undefined, read = jsonIn): JsonObject | undefined {
  const json = read(values?.['jobspec']);
  return isPlainObject(json?.['Job']) ? json['Job'] : json;
}

/** Domains of both sides for which another team answers now: it cannot be the only one that is asked. */
export function changedOwners({ base, head }: Pick<Comparison, 'base' | 'head'>): OwnerChange[] {
  return [...head.output.graphs]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([domain, { owner: after }]): OwnerChange[] => {
      const before = base.output.graphs.get(domain)?.owner;
      return before === undefined || before === after ? [] : [{ domain, before, after }];
    });
}

/** A domain, and the teams that answered and answer for it. */
export interface OwnerChange {
  readonly domain: string;
  readonly before: string;
  readonly after: string;
}

function membersOf({ graphs }: Output): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const { domain, owner, members: list } of graphs.values())
    for (const member of list) members.set(member.service, { ...member, domain, owner });
  return members;
}

/** Jobs by namespace and id, wherever they stand in Terraform. */
function changedJobs(
  resources: readonly ChangedResource[],
  texts: Texts,
  paths: Readonly<Record<string, string>>,
  unread: ChangedResource[],
): ChangedJob[] {
  const pairs = new Map<string, ChangedJob>();
  const put = (resource: ChangedResource, side: 'before' | 'after'): void => {
    const values = resource[side];
    if (values === undefined) return;
    const written = texts.job(values);
    if (written === undefined) {
      unread.push(resource);
      return;
    }
    const job = canonicalJob(written);
    const { ID: id = '', Namespace: namespace = 'default' } = job;
    const key = `${namespace}/${id}`;
    const known = pairs.get(key) ?? { namespace, id, before: undefined, after: undefined };
    pairs.set(key, { ...known, [side]: job, stack: resource.stack, path: paths[id] ?? pathOf(resource) });
  };
  for (const resource of resources) {
    if (resource.type !== 'nomad_job') continue;
    // A comment, or a time limit of Terraform, changes no job.
    if (resource.before !== undefined && resource.before['jobspec'] === resource.after?.['jobspec']) continue;
    put(resource, 'before');
    put(resource, 'after');
  }
  return [...pairs.values()].sort((a, b) => order(`${a.namespace}/${a.id}`, `${b.namespace}/${b.id}`));
}

interface EntryOwners {
  readonly members: readonly ReadonlyMap<string, Member>[];
  readonly owners: Readonly<Record<string, string>>;
}

function changedEntries(
  resources: readonly ChangedResource[],
  texts: Texts,
  { members, owners }: EntryOwners,
  unread: ChangedResource[],
): ChangedEntry[] {
  return resources.flatMap((resource): ChangedEntry[] => {
    if (resource.type !== 'consul_config_entry') return [];
    const values = resource.after ?? resource.before ?? {};
    const [before, after] = [resource.before, resource.after].map((side) => texts.json(side?.['config_json']));
    if ((resource.before !== undefined && before === undefined) || (resource.after !== undefined && after === undefined))
      unread.push(resource);
    const [kind, name, path] = [textOf(values['kind']), textOf(values['name']), pathOf(resource)];
    const { before: was, after: is } = resource;
    if (was !== undefined && is !== undefined && (textOf(was['kind']) !== kind || textOf(was['name']) !== name)) {
      // By another name it is another entry, and the one that was there goes.
      const removed: ChangedResource = { ...resource, change: 'removed', after: undefined };
      const added: ChangedResource = { ...resource, change: 'added', before: undefined };
      return changedEntries([removed, added], texts, { members, owners }, []);
    }
    const owner = owners[path] ?? members.map((side) => side.get(name)?.path).find((found) => found !== undefined) ?? path;
    return [{ change: resource.change, kind, name, before, after, stack: resource.stack, path: owner, entryPath: path }];
  });
}

function entriesOf({ stacks }: Output, texts: Texts): NamedEntry[] {
  const entries: NamedEntry[] = [];
  for (const { resource } of stacks.values()) {
    for (const values of Object.values(resource?.['consul_config_entry'] ?? {})) {
      const entry = texts.json(values['config_json']);
      if (entry !== undefined) entries.push({ kind: textOf(values['kind']), name: textOf(values['name']), entry });
    }
  }
  return entries;
}

/** Order of texts by code unit, the same on every machine. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
