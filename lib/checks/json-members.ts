import { isPlainObject, type JsonObject } from '../model';
import { Duration } from '../values';

// Config entries come from files of others, too: what has another form than Consul's is read as not there.

const NONE: readonly JsonObject[] = [];
const EMPTY: JsonObject = {};

/** The objects of a list. */
export function objectsIn(object: JsonObject, member: string): readonly JsonObject[] {
  const value: unknown = object[member];
  return Array.isArray(value) ? (value.filter(isPlainObject) as JsonObject[]) : NONE;
}

/** The texts of a list. */
export function textsIn(object: JsonObject, member: string): readonly string[] {
  const value: unknown = object[member];
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
}

/** An object, empty where there is none. */
export function objectIn(object: JsonObject, member: string): JsonObject {
  const value: unknown = object[member];
  return isPlainObject(value) ? (value as JsonObject) : EMPTY;
}

/** A text, empty where there is none. */
export function textIn(object: JsonObject, member: string): string {
  const value: unknown = object[member];
  return typeof value === 'string' ? value : '';
}

/** A number, 0 where there is none. */
export function numberIn(object: JsonObject, member: string): number {
  const value: unknown = object[member];
  return typeof value === 'number' ? value : 0;
}

/** A duration in milliseconds, from nanoseconds or Go's notation; 0 where there is none. */
export function millisecondsIn(object: JsonObject, member: string): number {
  const value: unknown = object[member];
  if (typeof value === 'number') return value / 1e6;
  if (typeof value !== 'string' || value === '') return 0;
  return value.startsWith('-') ? -Duration.parse(value.slice(1)).milliseconds : Duration.parse(value).milliseconds;
}
