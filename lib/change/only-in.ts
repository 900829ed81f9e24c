import { stableJson } from '../terraform';

/** What only the first list has, in its order. */
export function onlyIn<T>(list: readonly T[], other: readonly T[]): T[] {
  const known = new Set(other.map((item) => stableJson(item)));
  return list.filter((item) => !known.has(stableJson(item)));
}
