import { command, containerPid, type Allocation } from './allocations';
import { buildStandin } from './images/standin';
import type { Layout } from './layout';
import type { Patience } from './until';

/** What came back of one call. Status 0 with an error is a call without an answer; 200 of tcp is a connection that spoke. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly error?: string;
  readonly grpcStatus?: string;
  readonly ms: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** What a load saw so far. */
export interface LoadCount {
  readonly requests: number;
  readonly failed: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, number>>;
  readonly instances: Readonly<Record<string, number>>;
  readonly failures: readonly (Answer & { readonly at: string })[];
  readonly maxMs: number;
}

export interface CallOptions {
  readonly method?: string;
  readonly protocol?: 'http' | 'http2' | 'grpc' | 'tcp';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly times?: number;
  readonly parallel?: number;
  /** In Go's spelling: `800ms`. */
  readonly timeout?: string;
  readonly keepalive?: boolean;
}

/** A file or folder as a task sees it; `error` where it may not. */
export interface SeenFile {
  readonly path: string;
  readonly mode?: string;
  readonly uid: number;
  readonly gid: number;
  readonly text?: string;
  readonly entries?: readonly string[];
  readonly error?: string;
}

export interface LoadOptions extends CallOptions {
  /** Pace of each of the parallel callers, `20ms`. */
  readonly every?: string;
  /** Several loads of one stand-in have names. */
  readonly name?: string;
}

/** One running stand-in, spoken to from the inside of its allocation. */
export class Standin {
  readonly allocation: Allocation;
  readonly task: string;
  readonly #layout: Layout;
  readonly #port: number;
  readonly #patience: Patience;

  /**
   * @param port of its admin: 9999 for the first task of an allocation, one less for each further
   * @param patience with its container, which may not run yet
   */
  constructor(layout: Layout, allocation: Allocation, task: string, port = 9999, patience: Patience = {}) {
    this.#layout = layout;
    this.allocation = allocation;
    this.task = task;
    this.#port = port;
    this.#patience = patience;
  }

  /** First eight characters of the allocation's id: what its answers say of themselves. */
  get instance(): string {
    return this.allocation.ID.slice(0, 8);
  }

  /** Calls an upstream by its short name, or any URL. */
  async call(to: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const [answer] = await this.calls(to, path, options);
    if (answer === undefined) throw new Error('a call without an answer');
    return answer;
  }

  /** The same call several times. */
  calls(to: string, path: string, options: CallOptions = {}): Promise<readonly Answer[]> {
    return this.#ask<Answer[]>(`/call?${query(to, path, options)}`);
  }

  /** Repeats a call at a fixed pace until it is stopped. */
  async startLoad(to: string, path: string, { every = '20ms', name = 'load', ...options }: LoadOptions = {}): Promise<void> {
    await this.#ask(`/load/start?${query(to, path, options)}&every=${every}&name=${name}`);
  }

  load(name = 'load'): Promise<LoadCount> {
    return this.#ask(`/load?name=${name}`);
  }

  stopLoad(name = 'load'): Promise<LoadCount> {
    return this.#ask(`/load/stop?name=${name}`);
  }

  /** Its environment, as the process has it. */
  env(): Promise<Readonly<Record<string, string>>> {
    return this.#ask('/env');
  }

  /** Requests it answered, by method and path: `GET /accounts`. */
  counts(): Promise<Readonly<Record<string, number>>> {
    return this.#ask('/counts');
  }

  /** Signals it received, and what it was told, with times. */
  events(): Promise<readonly { readonly at: string; readonly what: string }[]> {
    return this.#ask('/events');
  }

  /** A file as the task sees it. */
  async file(path: string): Promise<string> {
    return (await this.#get(`/file?path=${encodeURIComponent(path)}`)).body;
  }

  /** The same with its owner and mode. */
  async look(path: string): Promise<SeenFile> {
    return JSON.parse(await this.file(path)) as SeenFile;
  }

  async setHealth(health: 'fail' | 'ok'): Promise<void> {
    await this.#get(`/health?set=${health}`);
  }

  /** Every answer takes so long from now on. */
  async setSlow(ms: number): Promise<void> {
    await this.#get(`/slow?ms=${String(ms)}`);
  }

  async #ask<T>(path: string): Promise<T> {
    const { status, body } = await this.#get(path);
    if (status !== 200) throw new Error(`the stand-in of ${this.allocation.JobID} answered ${String(status)} to ${path}: ${body}`);
    return JSON.parse(body) as T;
  }

  async #get(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const pid = await containerPid(this.#layout, this.allocation, this.task, this.#patience);
    return get(this.#layout, `http://127.0.0.1:${String(this.#port)}${path}`, ['nsenter', '--target', String(pid), '--net', '--']);
  }
}

/** A request from the lab's own network, or from where a command leads. */
export async function get(
  layout: Layout,
  url: string,
  from: readonly string[] = [],
): Promise<{ readonly status: number; readonly body: string }> {
  const standin = await buildStandin(layout.cache, () => undefined);
  const call = [...from, standin, 'get', url] as unknown as [string, ...string[]];
  const text = await command(call).catch((error: unknown) => {
    // It ends with 1 where the status is an error, and says the status all the same.
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout === undefined || stdout === '') throw new Error(`${url}: ${stderr ?? String(error)}`);
    return stdout;
  });
  const [status = '', ...body] = text.split('\n');
  return { status: Number(status), body: body.join('\n').replace(/\n$/, '') };
}

function query(to: string, path: string, { headers = {}, keepalive, ...options }: CallOptions): string {
  const values = new URLSearchParams({ to, path });
  for (const [name, value] of Object.entries(options)) values.set(name, String(value));
  if (keepalive === true) values.set('keepalive', '1');
  for (const [name, value] of Object.entries(headers)) values.append('header', `${name}: ${value}`);
  return values.toString();
}
