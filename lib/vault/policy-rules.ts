import { isPlainObject } from '../model';
import type { PolicyPath } from './policy';

/** What the old word `policy` of a path stood for. */
const OLD_POLICIES: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list', 'patch'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'patch', 'sudo'],
};

/** Words of a policy: a comment, a string, a name or a sign. */
const WORDS = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|[{}[\]=,:]/g;

/** The paths of a policy's text, in HCL or JSON, as they are written. What is no policy has none. */
export function policyPaths(text: string): PolicyPath[] {
  return text.trimStart().startsWith('{') ? jsonPaths(text) : hclPaths(text);
}

function jsonPaths(text: string): PolicyPath[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    return [];
  }
  const paths = isPlainObject(policy) ? policy['path'] : undefined;
  return (Array.isArray(paths) ? paths : [paths]).flatMap((byPath: unknown) =>
    isPlainObject(byPath)
      ? Object.entries(byPath).map(([path, rule]) => {
          const { capabilities, policy: old } = isPlainObject(rule) ? rule : {};
          return rulesOf(path, Array.isArray(capabilities) ? capabilities.map(String) : [], typeof old === 'string' ? old : undefined);
        })
      : [],
  );
}

function hclPaths(text: string): PolicyPath[] {
  const words = (text.match(WORDS) ?? []).filter((word) => !word.startsWith('#') && !word.startsWith('/'));
  const paths: PolicyPath[] = [];
  for (let index = 0; index < words.length; index++) {
    if (words[index] !== 'path' || words[index + 2] !== '{') continue;
    const path = quoted(words[index + 1]);
    const capabilities: string[] = [];
    let old: string | undefined;
    let depth = 1;
    let member = '';
    for (index += 3; index < words.length && depth > 0; index++) {
      const word = words[index] ?? '';
      if (word === '{') depth++;
      else if (word === '}') depth--;
      else if (depth === 1 && (words[index + 1] === '=' || words[index + 1] === ':')) member = quoted(word) ?? word;
      else if (depth === 1 && word.startsWith('"')) {
        if (member === 'capabilities') capabilities.push(quoted(word) ?? '');
        if (member === 'policy') old = quoted(word);
      }
    }
    index--;
    if (path !== undefined) paths.push(rulesOf(path, capabilities, old));
  }
  return paths;
}

function quoted(word: string | undefined): string | undefined {
  return word?.startsWith('"') === true ? word.slice(1, -1) : undefined;
}

function rulesOf(path: string, capabilities: readonly string[], old: string | undefined): PolicyPath {
  return {
    path: path.startsWith('/') ? path.slice(1) : path,
    capabilities: old === undefined ? capabilities : [...(OLD_POLICIES[old] ?? []), ...capabilities],
  };
}

/** One path of a policy, as a pattern. */
interface Pattern {
  readonly path: string;
  /** Ends in `*`: everything that begins so. */
  readonly prefix: boolean;
  /** Segments between slashes; undefined where none is `+`. */
  readonly segments: readonly string[] | undefined;
  /** Where the first `+` or the `*` stands: the later, the more it says. */
  readonly firstWildcard: number;
  readonly wildcards: number;
  readonly capabilities: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();
const DENIED: ReadonlySet<string> = new Set(['deny']);

/** What a token with some policies may do, by Vault's own choice among their paths. */
export class PolicyRules {
  readonly #exact = new Map<string, ReadonlySet<string>>();
  readonly #patterns: readonly Pattern[];

  /** @param paths of all policies of the token together */
  constructor(paths: readonly PolicyPath[]) {
    const merged = new Map<string, Set<string>>();
    for (const { path, capabilities } of paths) {
      const known = merged.get(path);
      if (known === undefined) merged.set(path, new Set(capabilities));
      else for (const capability of capabilities) known.add(capability);
    }
    const patterns: Pattern[] = [];
    for (const [path, capabilities] of merged) {
      // A deny of one policy outweighs what another allows on the same path.
      const effective = capabilities.has('deny') ? DENIED : capabilities;
      const pattern = patternOf(path, effective);
      if (pattern === undefined) this.#exact.set(path, effective);
      else patterns.push(pattern);
    }
    this.#patterns = patterns.sort(moreSpecificFirst);
  }

  /** Capabilities at a path: those of the one path that says most about it. */
  capabilitiesAt(path: string): ReadonlySet<string> {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return exact;
    return this.#patterns.find((pattern) => covers(pattern, path))?.capabilities ?? NOTHING;
  }
}

function patternOf(path: string, capabilities: ReadonlySet<string>): Pattern | undefined {
  const prefix = path.endsWith('*');
  if (!prefix && !path.includes('+')) return undefined;
  const words = prefix ? path.slice(0, -1) : path;
  const segments = words.split('/');
  const wildcards = segments.filter((segment) => segment === '+').length;
  if (!prefix && wildcards === 0) return undefined;
  return {
    path: words,
    prefix,
    segments: wildcards === 0 ? undefined : segments,
    firstWildcard: wildcards === 0 ? words.length : words.indexOf('+'),
    wildcards,
    capabilities,
  };
}

/** Vault takes the pattern whose first wildcard comes last; then one without a star, with fewer `+`, the longer, the later in the alphabet. */
function moreSpecificFirst(a: Pattern, b: Pattern): number {
  return (
    b.firstWildcard - a.firstWildcard ||
    Number(a.prefix) - Number(b.prefix) ||
    a.wildcards - b.wildcards ||
    b.path.length - a.path.length ||
    (a.path < b.path ? 1 : a.path > b.path ? -1 : 0)
  );
}

function covers({ path: pattern, prefix, segments }: Pattern, path: string): boolean {
  if (segments === undefined) return path.startsWith(pattern);
  const parts = path.split('/');
  if (prefix ? parts.length < segments.length : parts.length !== segments.length) return false;
  return segments.every((segment, index) => {
    const part = parts[index] ?? '';
    return segment === '+' || segment === part || (prefix && index === segments.length - 1 && part.startsWith(segment));
  });
}
