import { isDeepStrictEqual } from 'node:util';
import type { ResourceType } from './resource-type';

type Entry = Record<string, unknown>;

/** What is no part of `config_json`. `Hash` is Consul's own. */
const APART = new Set(['Kind', 'Name', 'CreateIndex', 'ModifyIndex', 'Hash']);

/** Kinds whose `Status` Consul writes itself; the provider looks away from it. */
const WITH_STATUS = new Set(['api-gateway', 'http-route', 'tcp-route']);

export const consulConfigEntry: ResourceType = {
  engine: 'consul',
  arguments: { kind: {}, name: {}, config_json: { same: sameEntry } },
  idOf: ({ kind, name }) => `${String(kind)}/${String(name)}`,
  async read(api, { id }) {
    const [kind = '', name = ''] = id.split('/');
    const found = await api.find<Entry>(path(kind, name));
    if (found === undefined) return undefined;
    const content = Object.entries(found).filter(([key]) => !APART.has(key) && !(key === 'Status' && WITH_STATUS.has(kind)));
    return { kind, name, config_json: JSON.stringify(Object.fromEntries(content)) };
  },
  async write(api, { kind, name, config_json: content }) {
    const named = kind === 'mesh' ? {} : { Name: name }; // there is one mesh, and Consul refuses a name for it
    const written = await api.put('/v1/config', { ...JSON.parse(content as string), Kind: kind, ...named });
    if (written !== true) throw new Error(`Consul answered ${JSON.stringify(written)} to the entry ${String(kind)}/${String(name)}`);
    return { id: `${String(kind)}/${String(name)}` };
  },
  async remove(api, { id }) {
    const [kind = '', name = ''] = id.split('/');
    await api.delete(path(kind, name));
  },
};

function path(kind: string, name: string): string {
  return `/v1/config/${kind}/${encodeURIComponent(name)}`;
}

/** Blocks that the provider's structures hold by value: absent, they are the same as empty. All others are pointers there. */
const BY_VALUE = new Set(['Expose', 'MeshGateway', 'TLS', 'Filters', 'ResponseFilters']);

/** Maps that Consul hands on without a look. */
const OPAQUE = new Set(['Config', 'Arguments']);

/**
 * Whether two texts are the same entry. The provider reads both into Go structures and compares those: an absent scalar
 * is a zero one, but an absent list or block is not an empty one. Times come back as text, `5s`, and are sent as nanoseconds.
 */
export function sameEntry(wanted: unknown, found: unknown): boolean {
  return typeof wanted === 'string' && typeof found === 'string' && same(JSON.parse(wanted), JSON.parse(found));
}

function same(wanted: unknown, found: unknown): boolean {
  if (isZero(wanted) && isZero(found)) return true;
  if (typeof wanted === 'number') return wanted === (typeof found === 'string' ? nanoseconds(found) : found);
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && wanted.length === found.length && wanted.every((element, index) => same(element, found[index]));
  }
  if (isBlock(wanted) && isBlock(found)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].every((key) => sameMember(key, wanted[key], found[key]));
  }
  return wanted === found;
}

function sameMember(key: string, wanted: unknown, found: unknown): boolean {
  if (OPAQUE.has(key)) return isDeepStrictEqual(wanted, found);
  return BY_VALUE.has(key) ? same(wanted ?? {}, found ?? {}) : same(wanted, found);
}

function isBlock(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

const NANOSECONDS: Readonly<Record<string, number>> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** Go's text of a time in nanoseconds; undefined where it is none. */
function nanoseconds(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * (NANOSECONDS[unit ?? ''] ?? 0), 0));
}
