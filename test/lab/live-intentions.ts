import { ANYBODY, intentionsOf, type IntentionEvaluator, type MeshRequest } from '../../lib/consul';
import type { Entries, Source } from '../support/random-intentions';
import type { EngineApi } from './engine-api';
import { MeshClient } from './mesh-client';
import { until } from './until';

/** Who the scenes ask as to see that a sidecar has got its intentions. */
const MARKER = 'agreement-marker';

/** Of the platform: nobody may call anybody. */
const CLOSED: readonly Source[] = [{ Name: ANYBODY, Action: 'deny' }];

/** Intentions in the lab's Consul, the sidecars that work with them, and what the evaluator says of the same entries. */
export class LiveIntentions {
  readonly #consul: EngineApi;
  readonly #mesh: MeshClient;
  #round = 0;

  /** @param consul as its operator */
  constructor(consul: EngineApi) {
    this.#consul = consul;
    this.#mesh = new MeshClient(consul);
  }

  /**
   * Writes the intentions of a destination, waits until its sidecar works with them, and gives who may ask what. Where there
   * are some for every destination they are written before, and the sidecars of all services get them.
   */
  async apply(destination: string, entries: Entries): Promise<IntentionEvaluator> {
    const path = `/round/${String(++this.#round)}`;
    const everywhere = [...(entries[ANYBODY] ?? []), ...CLOSED];
    const own = [...(entries[destination] ?? []), { Name: MARKER, Permissions: [{ Action: 'allow' as const, HTTP: { PathExact: path } }] }];
    if (everywhere.length > CLOSED.length) await this.#write(ANYBODY, everywhere);
    await this.#write(destination, own);
    await until(
      `the sidecar of ${destination} has the intentions for ${path}`,
      async () => (await this.ask(MARKER, destination, { method: 'GET', path })) === 200,
    );
    const others = await Promise.all(
      [`service-defaults/${destination}`, 'mesh/mesh'].map((entry) =>
        this.#consul.get<{ Kind: string; Name: string }>(`/v1/config/${entry}`),
      ),
    );
    return intentionsOf([
      { kind: 'service-intentions', name: ANYBODY, entry: { Sources: everywhere } },
      { kind: 'service-intentions', name: destination, entry: { Sources: own } },
      ...others.map((entry) => ({ kind: entry.Kind, name: entry.Name, entry })),
    ]);
  }

  /** Makes the entry of every destination the platform's again. */
  async close(): Promise<void> {
    await this.#write(ANYBODY, CLOSED);
  }

  /** What a destination's sidecar answers to somebody with this name, on a connection of its own. */
  ask(from: string, destination: string, { method, path, headers = {} }: MeshRequest): Promise<number | string> {
    return this.#mesh.ask(from, destination, 'http', { method, path, headers });
  }

  /** The answer of `/v1/connect/intentions/check`. */
  async check(from: string, destination: string): Promise<boolean> {
    const { Allowed } = await this.#consul.get<{ Allowed: boolean }>(
      `/v1/connect/intentions/check?source=${from}&destination=${destination}`,
    );
    return Allowed;
  }

  async #write(name: string, sources: readonly Source[]): Promise<void> {
    await this.#consul.put('/v1/config', { Kind: 'service-intentions', Name: name, Sources: sources });
  }
}

/** What entries say of a pair, for the person who looks into a difference. */
export function aboutPair(entries: Entries, from: string, to: string): string {
  const about = (name: string) => entries[name]?.filter(({ Name }) => Name === from || Name === ANYBODY);
  return `${from} -> ${to}, where it has ${JSON.stringify(about(to))} and all have ${JSON.stringify(about(ANYBODY))}`;
}

export const requestText = ({ method, path, headers = {} }: MeshRequest): string => `${method} ${path} ${JSON.stringify(headers)}`;

/** Does as many things at a time as an engine takes well. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>, atATime = 24): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

/** What random scenes begin with; a run is repeated with `KUMIKI_SEED=… npm run lab -- test …`. */
export const SEED = Number(process.env['KUMIKI_SEED'] ?? 503_726_848);
