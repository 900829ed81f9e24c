import { containerPid, type Allocation } from './allocations';
import type { Layout } from './layout';
import { get } from './standin';

/** Any part of Envoy's configuration, as its admin page gives it. */
export type EnvoyJson = Readonly<Record<string, unknown>>;

/** The admin page of the Envoy beside a workload. It listens inside of the allocation alone. */
export class SidecarAdmin {
  readonly #layout: Layout;
  readonly #allocation: Allocation;

  constructor(layout: Layout, allocation: Allocation) {
    this.#layout = layout;
    this.#allocation = allocation;
  }

  /** Name of the sidecar's task. */
  get task(): string {
    return `connect-proxy-${this.#allocation.JobID}`;
  }

  /** What Envoy works with now, not what it was meant to get. */
  async config(): Promise<EnvoyConfig> {
    return new EnvoyConfig(JSON.parse(await this.#page('/config_dump')));
  }

  /** How it was started. */
  async commandLine(): Promise<EnvoyJson> {
    const info = JSON.parse(await this.#page('/server_info')) as { command_line_options: EnvoyJson };
    return info.command_line_options;
  }

  /** A counter or gauge of the cluster that stands for a destination. */
  stat(destination: string, name: string): Promise<number> {
    return this.#sum(`cluster\\.([0-9a-f]+~)?${destination}\\..*\\.${name}`);
  }

  /** A counter or gauge of its own. */
  counter(name: string): Promise<number> {
    return this.#sum(name);
  }

  async #sum(name: string): Promise<number> {
    const text = await this.#page(`/stats?filter=${encodeURIComponent(`^${name}$`)}`);
    const lines = text.split('\n').filter(Boolean);
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  async #page(path: string): Promise<string> {
    const pid = await containerPid(this.#layout, this.#allocation, this.task);
    // Nomad counts the port by the place of the sidecar among the tasks of its group; with one group service it is the first or second.
    const { status, body } = await get(this.#layout, `http://127.0.0.2:19001${path}`, ['nsenter', '--target', String(pid), '--net', '--']);
    if (status !== 200) throw new Error(`the sidecar of ${this.#allocation.JobID} answered ${String(status)} to ${path}`);
    return body;
  }
}

/** A configuration dump, asked by meaning: Consul's names for what it makes are not ours. */
export class EnvoyConfig {
  readonly #all: unknown;

  constructor(dump: unknown) {
    this.#all = dump;
  }

  /** The cluster that stands for a destination, or `local_app`. */
  cluster(destination: string): EnvoyJson {
    return this.#one(
      `a cluster of ${destination}`,
      (json) => isName(json['name'], destination) && json['connect_timeout'] !== undefined && json['type'] !== undefined,
    );
  }

  /** Every route whose requests go to a destination, in the order in which Envoy tries them. */
  routes(destination: string): readonly EnvoyJson[] {
    return [...found(this.#all)].filter((json) => {
      const action = json['route'] as EnvoyJson | undefined;
      return json['match'] !== undefined && isName(action?.['cluster'], destination);
    });
  }

  /** The route for a path that is matched whole. */
  route(destination: string, path: string): EnvoyJson {
    const one = this.routes(destination).find(({ match }) => (match as EnvoyJson)['path'] === path);
    if (one === undefined) throw new Error(`Envoy has no route of ${destination} for ${path}`);
    return one['route'] as EnvoyJson;
  }

  /** A filter's own settings, by the type that Envoy knows it as. */
  filters(type: string): readonly EnvoyJson[] {
    return [...found(this.#all)].filter((json) => String(json['@type']).endsWith(type));
  }

  #one(what: string, is: (json: EnvoyJson) => boolean): EnvoyJson {
    for (const json of found(this.#all)) if (is(json)) return json;
    throw new Error(`Envoy's configuration has not ${what}`);
  }
}

/** Consul names a cluster by the service, then the datacenter and the trust domain; a hash comes first where the caller set something. */
function isName(name: unknown, destination: string): boolean {
  if (typeof name !== 'string') return false;
  const own = name.replace(/^[0-9a-f]+~/, '');
  return own === destination || own.startsWith(`${destination}.`);
}

/** Every object of a JSON text, the outer before the inner. */
function* found(json: unknown): Generator<EnvoyJson> {
  if (typeof json !== 'object' || json === null) return;
  if (!Array.isArray(json)) yield json as EnvoyJson;
  for (const inner of Object.values(json)) yield* found(inner);
}
