import type { TemplateCall } from '../template';

/** What a template reads: a secret, or a value that Vault makes for what is written (a certificate), names of secrets, a key, keys below a path. */
export type ReadKind = 'secret' | 'secret-write' | 'secret-list' | 'key' | 'key-tree';

/** One read of a template. */
export interface TemplateRead {
  readonly kind: ReadKind;
  /** Path in Vault or Consul; undefined where the template computes it. */
  readonly path: string | undefined;
}

/** Functions of consul-template that ask Vault or Consul's KV store. */
const READERS: ReadonlyMap<string, ReadKind> = new Map([
  ['secret', 'secret'],
  ['secrets', 'secret-list'],
  ['pkiCert', 'secret-write'],
  ['key', 'key'],
  ['keyExists', 'key'],
  ['keyExistsGet', 'key'],
  ['keyOrDefault', 'key'],
  ['ls', 'key-tree'],
  ['safeLs', 'key-tree'],
  ['tree', 'key-tree'],
  ['safeTree', 'key-tree'],
]);

/** What a template asks Vault and Consul for, in its order. */
export function templateReads(calls: readonly TemplateCall[]): readonly TemplateRead[] {
  const reads: TemplateRead[] = [];
  for (const { name, args } of calls) {
    const kind = READERS.get(name);
    if (kind === undefined) continue;
    const [path, ...more] = args;
    // With anything after the path, `secret` writes and takes the answer.
    reads.push({ kind: kind === 'secret' && more.length > 0 ? 'secret-write' : kind, path });
  }
  return reads;
}

/** What a template may ask whose text nobody knows, or can read: a secret and a key, of any path. */
export const ANY_READS: readonly TemplateRead[] = [
  { kind: 'secret', path: undefined },
  { kind: 'key', path: undefined },
];
