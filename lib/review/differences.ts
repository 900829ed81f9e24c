import { isPlainObject } from '../model';
import { stableJson } from '../terraform';

/** One place in which two values differ. A side that does not have it is undefined. */
export interface Difference {
  /** Members by key, members of lists by their names: `TaskGroups[orders].Count`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Members by which engines and people tell the elements of a list apart, in the order in which they are looked for. */
const NAMES = ['Name', 'ID', 'Label', 'DestPath', 'DestinationName', 'Destination', 'Path', 'Port', 'path', 'name'];

/**
 * Every place in which two values of JSON differ, addressed by names and never by index. Lists whose elements have no name
 * are compared as what only one of them has; equal lists in another order are a difference of their own, `Templates (order)`.
 */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  const found: Difference[] = [];
  collect(before, after, path, found);
  return found;
}

function collect(before: unknown, after: unknown, path: string, found: Difference[]): void {
  if (before === after) return;
  if (isPlainObject(before) && isPlainObject(after)) {
    collectMembers(before, after, path, found);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    collectElements(before, after, path, found);
    return;
  }
  if (stableJson(before) === stableJson(after) && (before === undefined) === (after === undefined)) return;
  found.push({ path, before, after });
}

function collectMembers(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: string,
  found: Difference[],
): void {
  const below = path === '' ? '' : `${path}.`;
  for (const key of Object.keys(before)) collect(before[key], own(after, key), below + key, found);
  for (const key of Object.keys(after)) {
    if (own(before, key) === undefined) collect(undefined, after[key], below + key, found);
  }
}

/** A member may be called as something that every object inherits. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function collectElements(before: readonly unknown[], after: readonly unknown[], path: string, found: Difference[]): void {
  const name = nameOf(before, after);
  if (name !== undefined) {
    collectNamed(before, after, name, path, found);
    return;
  }
  const [only, other] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && isPlainObject(only) && isPlainObject(other)) {
    collect(only, other, path, found);
    return;
  }
  const [gone, come] = [onlyIn(before, after), onlyIn(after, before)];
  if (gone.length > 0 || come.length > 0) {
    found.push({ path, before: gone.length === 0 ? undefined : gone, after: come.length === 0 ? undefined : come });
  } else if (stableJson(before) !== stableJson(after)) {
    found.push({ path: `${path} (order)`, before, after });
  }
}

function collectNamed(before: readonly unknown[], after: readonly unknown[], name: string, path: string, found: Difference[]): void {
  const keyed = (list: readonly unknown[]): Map<string, unknown> =>
    new Map(list.map((element) => [String((element as Record<string, unknown>)[name]), element]));
  const [old, now] = [keyed(before), keyed(after)];
  for (const [key, element] of old) collect(element, now.get(key), `${path}[${key}]`, found);
  for (const [key, element] of now) if (!old.has(key)) found.push({ path: `${path}[${key}]`, before: undefined, after: element });
  const [kept, stayed] = [[...old.keys()].filter((key) => now.has(key)), [...now.keys()].filter((key) => old.has(key))];
  if (kept.some((key, index) => key !== stayed[index])) found.push({ path: `${path} (order)`, before: kept, after: stayed });
}

/** The member that tells the elements of both lists apart. */
function nameOf(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  return NAMES.find((name) => isNameIn(name, before) && isNameIn(name, after) && before.length + after.length > 0);
}

function isNameIn(name: string, list: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const element of list) {
    if (!isPlainObject(element)) return false;
    const value = element[name];
    if ((typeof value !== 'string' && typeof value !== 'number') || seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}

/** What the first list has more often than the second. */
function onlyIn(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const counts = new Map<string, number>();
  for (const element of other) {
    const text = stableJson(element);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return list.filter((element) => {
    const text = stableJson(element);
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
}
