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

/** Words of an action: a string, a name (with what makes it a field or a variable), a bracket or a pipe. */
const WORDS = /"(?:[^"\\]|\\.)*"|`[^`]*`|[.$]?[A-Za-z_][\w.]*|[()|]/g;

const NOTHING: readonly TemplateRead[] = [];

/** What a template asks Vault and Consul for, in its order. What stands outside of its actions is text. */
export function templateReads(text: string, left = '{{', right = '}}'): readonly TemplateRead[] {
  let reads: TemplateRead[] | undefined;
  for (let start = text.indexOf(left); start >= 0; start = text.indexOf(left, start)) {
    const end = text.indexOf(right, start + left.length);
    if (end < 0) break;
    const action = text.slice(start + left.length, end);
    if (!/^-?\s*\/\*/.test(action)) {
      for (const read of readsOf(action)) (reads ??= []).push(read);
    }
    start = end + right.length;
  }
  return reads ?? NOTHING;
}

function* readsOf(action: string): Iterable<TemplateRead> {
  const words = action.match(WORDS) ?? [];
  for (const [index, word] of words.entries()) {
    const kind = READERS.get(word);
    if (kind === undefined) continue;
    const path = literal(words[index + 1]);
    const next = words[index + 2];
    // With anything after the path, `secret` writes and takes the answer.
    const writes = kind === 'secret' && path !== undefined && next !== undefined && next !== ')' && next !== '|';
    yield { kind: writes ? 'secret-write' : kind, path };
  }
}

function literal(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  if (word.startsWith('`')) return word.slice(1, -1);
  if (!word.startsWith('"')) return undefined;
  return word.includes('\\') ? unescaped(word) : word.slice(1, -1);
}

/** A Go string; those that JSON does not know are no path of anything. */
function unescaped(word: string): string | undefined {
  try {
    return JSON.parse(word) as string;
  } catch {
    return undefined;
  }
}
