import { stableJson } from './stable-json';

/** Whether two values say the same, in whatever order their members stand. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || stableJson(a) === stableJson(b);
}
