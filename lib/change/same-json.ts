import { stableJson } from '../terraform';

/** Whether two values say the same, in whatever order their members stand. */
export function sameJson(a: unknown, b: unknown): boolean {
  return stableJson(a) === stableJson(b);
}

/** What only the first list has, in its order. */
export function onlyIn<T>(list: readonly T[], other: readonly T[]): T[] {
  const known = new Set(other.map((item) => stableJson(item)));
  return list.filter((item) => !known.has(stableJson(item)));
}
