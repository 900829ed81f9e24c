import type { Json } from '../terraform';
export type { Json };

/** An object of JSON. An undefined member is one that is not there. */
export type JsonObject = Readonly<Record<string, Json | undefined>>;

/** A plain object, of this or another realm: not a list, not an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
