import { quoted, sortedKeys, stableJson } from '../terraform';
import { Duration } from '../values';
import { isDuration } from './duration-like';
import { isPlainObject, type JsonObject } from './json';
import type { Model, Shape, Struct } from './model';

export interface FromApiJson {
  /** Called with the address of every duration that was read, and its nanoseconds. */
  readonly onDuration: (path: readonly (string | number)[], nanoseconds: number) => void;
}

/**
 * An object as the engine's API prints it, in the form of the model: integer nanoseconds become durations, nulls go.
 * What does not fit the model is kept as it is, for the checker to report.
 */
export function fromApiJson(model: Model, root: string, json: JsonObject, { onDuration }: FromApiJson): JsonObject {
  const path: (string | number)[] = [];
  const read = (shape: Shape, value: unknown): unknown => {
    if (shape.kind === 'duration' && Number.isSafeInteger(value)) {
      onDuration(path, value as number);
      return Duration.nanoseconds(value as number);
    }
    if (shape.kind === 'struct' && isPlainObject(value)) return readStruct(shape.name, value);
    if (shape.kind === 'list' && Array.isArray(value)) return value.map((element: unknown, index) => step(index, shape.of, element));
    if (shape.kind === 'map' && isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, step(key, shape.of, element)]));
    }
    return value;
  };
  const step = (at: string | number, shape: Shape, value: unknown): unknown => {
    path.push(at);
    const result = read(shape, value);
    path.pop();
    return result;
  };
  const readStruct = (name: string, object: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const { fields } = model.struct(name);
    const members: [string, unknown][] = [];
    for (const [key, value] of Object.entries(object)) {
      if (value === null) continue;
      const field = fields.get(key);
      members.push([key, field === undefined ? value : step(key, field.shape, value)]);
    }
    // Not by assignment: a member may be called __proto__, and has to be reported.
    return Object.fromEntries(members);
  };
  return readStruct(root, json) as JsonObject;
}

export interface ToApiJson {
  /** Whether an empty list of the model is left out, as one that nobody wrote. */
  readonly dropEmptyLists: boolean;
}

/**
 * An object of the model as the engine's API reads it: durations become integer nanoseconds, what is undefined goes.
 * Values that the engine hands on unread are not touched. Keys keep their order.
 */
export function toApiJson(model: Model, root: string, object: unknown, { dropEmptyLists }: ToApiJson): JsonObject {
  const write = (shape: Shape, value: unknown): unknown => {
    if (shape.kind === 'duration' && isDuration(value)) return value.toNanoseconds();
    if (shape.kind === 'struct' && isPlainObject(value)) return writeStruct(shape.name, value);
    if (shape.kind === 'list' && Array.isArray(value)) return value.map((element) => write(shape.of, element));
    if (shape.kind === 'map' && isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, write(shape.of, element)]));
    }
    return value;
  };
  const writeStruct = (name: string, from: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const { fields } = model.struct(name);
    const members: [string, unknown][] = [];
    for (const [key, value] of Object.entries(from)) {
      if (value === undefined) continue;
      const shape = fields.get(key)?.shape;
      if (dropEmptyLists && shape?.kind === 'list' && Array.isArray(value) && value.length === 0) continue;
      members.push([key, shape === undefined ? value : write(shape, value)]);
    }
    return Object.fromEntries(members);
  };
  return isPlainObject(object) ? (writeStruct(root, object) as JsonObject) : {};
}

/** The stable text of what {@link toApiJson} gives, without making it: a third of the time, and nothing to clear away. */
export function toApiText(model: Model, root: string, object: unknown, { dropEmptyLists }: ToApiJson): string {
  return isPlainObject(object) ? structText(model, model.struct(root), object, dropEmptyLists) : '{}';
}

function structText(model: Model, { fields }: Struct, from: Readonly<Record<string, unknown>>, dropEmptyLists: boolean): string {
  let text = '';
  for (const key of sortedKeys(from)) {
    const value = from[key];
    if (value === undefined) continue;
    const shape = fields.get(key)?.shape;
    if (dropEmptyLists && shape?.kind === 'list' && Array.isArray(value) && value.length === 0) continue;
    if (text !== '') text += ',';
    text += `${quoted(key)}:${shape === undefined ? stableJson(value) : valueText(model, shape, value, dropEmptyLists)}`;
  }
  return `{${text}}`;
}

function valueText(model: Model, shape: Shape, value: unknown, dropEmptyLists: boolean): string {
  if (shape.kind === 'struct' && isPlainObject(value)) return structText(model, model.struct(shape.name), value, dropEmptyLists);
  if (shape.kind === 'duration' && isDuration(value)) return stableJson(value.toNanoseconds());
  if (shape.kind === 'list' && Array.isArray(value)) {
    let text = '';
    for (const element of value) text += `${text === '' ? '' : ','}${valueText(model, shape.of, element, dropEmptyLists)}`;
    return `[${text}]`;
  }
  if (shape.kind === 'map' && isPlainObject(value)) {
    let text = '';
    for (const key of sortedKeys(value)) {
      const member = value[key];
      if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${valueText(model, shape.of, member, dropEmptyLists)}`;
    }
    return `{${text}}`;
  }
  return stableJson(value);
}
