import type { Estate } from '../estate';
import { rolesOf } from './roles';

/** What stands behind the mount of a KV version 2 engine: without one of these words a path is none. */
const WORDS = ['data', 'metadata', 'delete', 'undelete', 'destroy', 'subkeys', 'config'];

/** Mounts of KV version 2: as the estate says, or, where it knows no mounts, as its policies speak of them. */
export function kvTwoMounts(estate: Estate): ReadonlySet<string> {
  const { mounts = [] } = estate;
  if (mounts.length > 0)
    return new Set(mounts.filter(({ type, version }) => type === 'kv-v2' || (type === 'kv' && version === 2)).map(({ path }) => path));
  const found = new Set<string>();
  for (const { paths } of rolesOf(estate).values()) {
    for (const { path } of paths) {
      const data = path.indexOf('/data/');
      if (data > 0) found.add(path.slice(0, data));
    }
  }
  return found;
}

/** The mount of a path that leaves out the word a KV version 2 engine wants; undefined where it does not. */
export function mountWithoutWord(mounts: ReadonlySet<string>, path: string): string | undefined {
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const mount = path.slice(0, slash);
    if (!mounts.has(mount)) continue;
    const word = path.slice(slash + 1).split('/')[0] ?? '';
    // A wildcard may stand for the word.
    return WORDS.includes(word) || word === '+' || word.endsWith('*') ? undefined : mount;
  }
  return undefined;
}
