import { isDeepStrictEqual } from 'node:util';
import type { EngineApi } from '../engine-api';
import type { ResourceType } from './resource-type';
import type { Arguments } from './synthesized';

interface Key {
  readonly path: string;
  readonly value: string;
  readonly flags?: number;
  /** Whether the key goes when it leaves the program. */
  readonly delete?: boolean;
}

export const consulKeys: ResourceType = {
  engine: 'consul',
  arguments: { key: { keys: ['path', 'value', 'flags', 'delete'], same: sameKeys } },
  idOf: () => 'keys',
  // A key that is gone is an empty one, as for the provider; the resource itself is never gone.
  read: async (api, { arguments: last }) => ({ key: await Promise.all(keysOf(last).map((key) => found(api, key))) }),
  async write(api, wanted, known) {
    const keys = keysOf(wanted);
    for (const { path, value, flags = 0 } of keys) {
      const { status, text } = await api.raw('PUT', `${place(path)}?flags=${String(flags)}`, value);
      if (status !== 200 || text.trim() !== 'true') throw new Error(`Consul answered ${String(status)} to the key ${path}: ${text}`);
    }
    const kept = new Set(keys.map(({ path }) => path));
    await removeKeys(api, known === undefined ? [] : keysOf(known.arguments).filter(({ path }) => !kept.has(path)));
    return { id: 'keys' };
  },
  remove: (api, { arguments: last }) => removeKeys(api, keysOf(last)),
};

async function found(api: EngineApi, key: Key): Promise<Key> {
  const [entry] = (await api.find<{ Value: string | null; Flags: number }[]>(place(key.path))) ?? [];
  return { ...key, value: Buffer.from(entry?.Value ?? '', 'base64').toString(), flags: entry?.Flags ?? 0 };
}

async function removeKeys(api: EngineApi, keys: readonly Key[]): Promise<void> {
  for (const key of keys) if (key.delete === true) await api.delete(place(key.path));
}

function keysOf(given: Arguments): readonly Key[] {
  return (given['key'] ?? []) as readonly Key[];
}

/** The provider keeps them as a set of blocks. */
function sameKeys(wanted: unknown, found: unknown): boolean {
  const sorted = (keys: unknown) =>
    (keys as Key[])
      .map(({ path, value, flags = 0, delete: goes = false }) => [path, value, flags, goes] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return isDeepStrictEqual(sorted(wanted), sorted(found));
}

function place(path: string): string {
  return `/v1/kv/${path.split('/').map(encodeURIComponent).join('/')}`;
}
