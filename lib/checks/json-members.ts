import type { JsonObject } from '../model';
import { Duration } from '../values';

// Config entries come from files of others, too: what has another form than Consul's is read as not there. They are read
// often, so nothing is copied where nothing is wrong.

const NO_OBJECTS: readonly JsonObject[] = [];
const NO_TEXTS: readonly string[] = [];
const EMPTY: JsonObject = {};

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The objects of a list. */
export function objectsIn(object: JsonObject, member: string): readonly JsonObject[] {
  const value: unknown = object[member];
  if (!Array.isArray(value)) return NO_OBJECTS;
  return value.every(isObject) ? value : value.filter(isObject);
}

/** The texts of a list. */
export function textsIn(object: JsonObject, member: string): readonly string[] {
  const value: unknown = object[member];
  if (!Array.isArray(value)) return NO_TEXTS;
  return value.every(isText) ? value : value.filter(isText);
}

/** An object, empty where there is none. */
export function objectIn(object: JsonObject, member: string): JsonObject {
  const value: unknown = object[member];
  return isObject(value) ? value : EMPTY;
}

/** A text, empty where there is none. */
export function textIn(object: JsonObject, member: string): string {
  const value: unknown = object[member];
  return isText(value) ? value : '';
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
  if (!isText(value) || value === '') return 0;
  return value.startsWith('-') ? -Duration.parse(value.slice(1)).milliseconds : Duration.parse(value).milliseconds;
}
