import { sortedKeys, stableJson } from '../terraform';
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

/** What {@link toApiJson} gives with its keys in order, and the stable text of it. */
export interface ApiForm {
  /** A new object all through: who has it may change it. */
  readonly json: Record<string, unknown>;
  readonly text: string;
  /** Whether a member of a struct is null, which the engine's decoder takes for one that is not there. */
  readonly hasNull: boolean;
}

/**
 * An object of the model and its stable text in one walk: an object whose keys are in order is written by the engine of
 * JavaScript itself, in less time than a text is put together here, so the object costs nothing.
 */
export function toApiForm(model: Model, root: string, object: unknown, { dropEmptyLists }: ToApiJson): ApiForm {
  if (!isPlainObject(object)) return { json: {}, text: '{}', hasNull: false };
  const writer = new ApiWriter(model, dropEmptyLists);
  const json = writer.struct(model.struct(root), object);
  return { json, text: writer.isInOrder ? JSON.stringify(json) : stableJson(json), hasNull: writer.hasNull };
}

class ApiWriter {
  /** False once there is a key that an object has at another place than the order of texts: one that looks like a number. */
  isInOrder = true;
  hasNull = false;
  readonly #model: Model;
  readonly #dropEmptyLists: boolean;

  constructor(model: Model, dropEmptyLists: boolean) {
    this.#model = model;
    this.#dropEmptyLists = dropEmptyLists;
  }

  struct({ fields }: Struct, from: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (const key of sortedKeys(from)) {
      const value = from[key];
      if (value === undefined) continue;
      if (value === null) this.hasNull = true;
      const shape = fields.get(key)?.shape;
      if (shape === undefined) this.#put(members, key, this.#plain(value));
      else if (!this.#dropEmptyLists || shape.kind !== 'list' || !Array.isArray(value) || value.length > 0)
        members[key] = this.#value(shape, value);
    }
    return members;
  }

  #value(shape: Shape, value: unknown): unknown {
    if (typeof value !== 'object') return value;
    if (shape.kind === 'struct' && isPlainObject(value)) return this.struct(this.#model.struct(shape.name), value);
    if (shape.kind === 'duration' && isDuration(value)) return value.toNanoseconds();
    if (shape.kind === 'list' && Array.isArray(value)) return value.map((element) => this.#value(shape.of, element));
    if (shape.kind !== 'map' || !isPlainObject(value)) return this.#plain(value);
    const members: Record<string, unknown> = {};
    for (const key of sortedKeys(value)) if (value[key] !== undefined) this.#put(members, key, this.#value(shape.of, value[key]));
    return members;
  }

  /** What the model knows nothing about, in the order of its keys. */
  #plain(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((element) => this.#plain(element));
    const members: Record<string, unknown> = {};
    for (const key of sortedKeys(value)) {
      const member = (value as Record<string, unknown>)[key];
      if (member !== undefined) this.#put(members, key, this.#plain(member));
    }
    return members;
  }

  #put(members: Record<string, unknown>, key: string, value: unknown): void {
    const first = key.charCodeAt(0);
    if (first >= DIGIT_0 && first <= DIGIT_9) this.isInOrder = false;
    // Not by assignment: that would set what it inherits from.
    if (key === '__proto__') Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true });
    else members[key] = value;
  }
}

const DIGIT_0 = 48;
const DIGIT_9 = 57;
