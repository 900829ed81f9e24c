import { GRAPH_VERSION, type DomainGraph } from '../mesh';
import { isPlainObject } from '../model';
import type { Finding } from '../problems';
import { show } from '../values';
import { sameJson } from '../terraform';
import type { Output, StackJson } from './output';

/** A file of the last release, by its path in the folder; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** The output of the last release, or the first reason why it cannot be taken. */
export type LastRelease =
  | {
      readonly output: Output;
      /** Id of a stack → those that its manifest says are applied before. */
      readonly dependencies: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly finding: Finding };

/** What cdktf's manifest says of a stack. */
interface StackEntry {
  readonly synthesizedStackPath: string;
  readonly dependencies?: readonly string[];
}

function isStackEntry(entry: unknown): entry is StackEntry {
  if (!isPlainObject(entry) || typeof entry['synthesizedStackPath'] !== 'string') return false;
  const before = entry['dependencies'] ?? [];
  return Array.isArray(before) && before.every((id) => typeof id === 'string');
}

/** Whether a stack has the form of Terraform JSON: type, name, and the arguments as an object. */
export function isStack(stack: unknown): stack is StackJson {
  if (!isPlainObject(stack)) return false;
  const { resource: resources = {}, terraform = {} } = stack;
  if (!isPlainObject(terraform)) return false;
  return (
    isPlainObject(resources) && Object.values(resources).every((named) => isPlainObject(named) && Object.values(named).every(isPlainObject))
  );
}

/** Whether a graph has the form of a domain's: all that is read of it. */
export function isGraph(graph: object): graph is DomainGraph {
  const { domain, owner, members } = graph as Readonly<Record<string, unknown>>;
  return [domain, owner].every(isText) && Array.isArray(members) && members.every((member) => isPlainObject(member) && isMember(member));
}

function isMember({ service, path, kind, callers, calls, routes, secrets, keys }: Readonly<Record<string, unknown>>): boolean {
  return (
    [service, path, kind].every(isText) &&
    isListOf(callers, (one) => isText(one['service']) && (one['requests'] === 'connection' || isListOf(one['requests'], isRequest))) &&
    isListOf(calls, ({ to }) => isText(to)) &&
    isListOf(routes, ({ edge, host, request }) => isText(edge) && isText(host) && isPlainObject(request) && isRequest(request)) &&
    isListOf(secrets, ({ path: at }) => isText(at)) &&
    (keys === undefined || (Array.isArray(keys) && keys.every(isText)))
  );
}

function isRequest({ text, match }: Readonly<Record<string, unknown>>): boolean {
  if (!isText(text) || !isPlainObject(match)) return false;
  return Array.isArray(match['methods']) && Array.isArray(match['headers']) && isPlainObject(match['path']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf(list: unknown, isOne: (one: Readonly<Record<string, unknown>>) => boolean): boolean {
  return list === undefined || (Array.isArray(list) && list.every((one) => isPlainObject(one) && isOne(one)));
}

/** How an output is read that is not the last release of a deploy. */
export interface ReadOutputOptions {
  /** What it is called in messages. @default the last release */
  readonly what?: string;
  /** Parses the text of a file; one that was parsed before need not be again. @default JSON.parse */
  readonly parse?: (path: string, text: string) => unknown;
}

/**
 * Takes the files of an output apart: the stacks that its manifest names (others may lie about from earlier synths), and
 * the mesh graph of each domain among them.
 */
export function lastRelease(folder: string, read: ReadFile, options: ReadOutputOptions = {}): LastRelease {
  const { what = 'the last release', parse = (_path: string, text: string): unknown => JSON.parse(text) } = options;
  const file = (path: string): unknown => {
    const text = read(path);
    try {
      return text === undefined ? undefined : parse(path, text);
    } catch {
      return undefined;
    }
  };
  const manifest = file('manifest.json');
  const entries = isPlainObject(manifest) ? manifest['stacks'] : undefined;
  if (!isPlainObject(entries))
    return unusable(`there is no output of a release in ${folder}`, 'manifest.json', 'a folder that a synth wrote');
  const stacks = new Map<string, StackJson>();
  const graphs = new Map<string, DomainGraph>();
  const dependencies = new Map<string, readonly string[]>();
  for (const id of Object.keys(entries).sort()) {
    const entry = entries[id];
    if (!isStackEntry(entry)) return unusable(`an entry of the manifest of ${what} has another form`, `manifest.json: ${id}`);
    const { synthesizedStackPath: path, dependencies: before = [] } = entry;
    const stack = file(path);
    if (!isStack(stack)) return unusable(`a stack that the manifest of ${what} names cannot be read`, path);
    stacks.set(id, stack);
    dependencies.set(id, before);
    if (!Object.hasOwn(entries, `${id}-access`)) continue;
    const graph = file(`mesh/${id}.json`);
    if (!isPlainObject(graph)) return unusable(`the mesh graph of a domain of ${what} cannot be read`, `mesh/${id}.json`);
    if (graph['version'] !== GRAPH_VERSION) {
      const found = `version ${show(graph['version'])} in mesh/${id}.json`;
      return unusable(`the mesh graph of ${what} has a form that is not known here`, found, `version ${String(GRAPH_VERSION)}`);
    }
    if (!isGraph(graph)) return unusable(`the mesh graph of a domain of ${what} cannot be read`, `mesh/${id}.json`);
    graphs.set(id, graph);
  }
  return { output: { stacks, graphs }, dependencies };
}

/** Why the output cannot be the last release of the wanted one; undefined where it can. */
export function strangerFinding(deployed: Output, wanted: Output, namePrefix: string): Finding | undefined {
  const common = [...wanted.stacks.keys()].filter((id) => deployed.stacks.has(id)).sort();
  if (common.length === 0)
    return refusal('the last release has no stack of this app', [...deployed.stacks.keys()].sort().join(', '), 'a release of this app');
  for (const id of common) {
    const [before, after] = [backendOf(deployed, id), backendOf(wanted, id)];
    if (!sameJson(before, after))
      return refusal(`the state of ${id} lies elsewhere: this is a release of another environment`, show(before), show(after));
  }
  for (const { members } of deployed.graphs.values()) {
    for (const { service, path } of members) {
      const expected = `${namePrefix}-${path.split('/').at(-1) ?? ''}`;
      if (service !== expected) return refusal('the last release has another namePrefix', service, expected);
    }
  }
  return undefined;
}

function backendOf({ stacks }: Output, id: string): unknown {
  return stacks.get(id)?.terraform?.backend;
}

function unusable(message: string, value: string, limit?: string): LastRelease {
  return { finding: refusal(message, value, limit) };
}

function refusal(message: string, value: string, limit?: string): Finding {
  return {
    code: 'CHANGE-RELEASE',
    message,
    value,
    ...(limit === undefined ? {} : { limit }),
    fix: 'name the folder of the output that was applied last in this environment; the first release has none and is applied without expand',
  };
}
