import { isDecoded } from './admission';
import { report, type Check, type Dialect } from './check';
import { isPlainObject } from './json';
import type { Field, Model, Shape, Struct } from './model';
import { versionRank, type ModelVersions } from './model-versions';
import { reportUnknownField } from './unknown-field';
import { reportMissingElement, reportNoNanoseconds, reportWrongType, reportWrongValue } from './wrong-value';
import type { Finding } from '../problems';
import { once } from './once';

/** What is said while decoding: `refused` where the engine's decoder fails, `remarked` where it goes on without a word. */
export interface DecodeReport {
  readonly refused: Check;
  readonly remarked: Check;
  /** Called with every length of time. */
  readonly onDuration: (path: readonly (string | number)[], nanoseconds: number) => Finding | undefined;
}

export function decodeReport(
  model: Model,
  root: string,
  versions: ModelVersions,
  dialect: Dialect,
  onDuration: DecodeReport['onDuration'],
): DecodeReport {
  const ranks = { nomad: versionRank(versions.nomad), providerApi: versionRank(versions.nomadProviderApi) };
  const refused: Check = { model, dialect, root, versions, ...ranks, severity: 'error', path: [], findings: [] };
  return { refused, remarked: { ...refused, severity: 'warning' }, onDuration };
}

/**
 * An object of the engine's API as Go's `encoding/json` decodes it: a key is matched letter by letter, then without regard
 * to case; null is nothing, a key nobody knows is dropped, and so is a value of the wrong type. The result is a new object
 * with new objects and lists in it, but for what the engine hands on unread.
 */
export function decodeApiJson(
  model: Model,
  root: string,
  json: Readonly<Record<string, unknown>>,
  said?: DecodeReport,
): Record<string, unknown> {
  return new Decoder(model, said).struct(model.struct(root), json, {});
}

class Decoder {
  readonly #model: Model;
  readonly #said: DecodeReport | undefined;
  readonly #path: (string | number)[];

  constructor(model: Model, said: DecodeReport | undefined) {
    this.#model = model;
    this.#said = said;
    this.#path = said?.refused.path ?? [];
  }

  struct(struct: Struct, object: Readonly<Record<string, unknown>>, into: Record<string, unknown>): Record<string, unknown> {
    const said = this.#said;
    // Not Object.keys: it would make a list for every object of a job.
    for (const key in object) {
      const value = object[key];
      if (value === null || value === undefined) continue;
      const field = struct.fields.get(key) ?? foldedFields(struct).get(fold(key));
      this.#path.push(key);
      if (field === undefined) {
        if (said !== undefined) reportUnknownField(said.remarked, struct, key);
      } else if (said === undefined || field.plain || isDecoded(said.remarked, struct, field, value)) {
        const decoded = this.#value(field, field.shape, value, into[field.name]);
        if (decoded !== undefined) into[field.name] = decoded;
      }
      this.#path.pop();
    }
    return into;
  }

  /** @param known what another spelling of the key has brought: objects are joined, as Go does it */
  #value(field: Field, shape: Shape, value: unknown, known: unknown): unknown {
    const said = this.#said;
    switch (shape.kind) {
      case 'string':
      case 'time':
        if (typeof value === 'string') return value;
        break;
      case 'enum':
        if (typeof value !== 'string') break;
        if (said !== undefined && !shape.values.has(value) && value !== '')
          reportWrongValue(said.remarked, field.name, shape.values, value);
        return value;
      case 'bool':
        if (typeof value === 'boolean') return value;
        break;
      case 'int':
        if (Number.isInteger(value) && isInside(value as number, shape.min, shape.max)) return value;
        break;
      case 'duration':
        if (!Number.isInteger(value) || !isInside(value as number, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)) {
          if (said !== undefined) reportNoNanoseconds(said.refused, field.name, value);
          return undefined;
        }
        if (said !== undefined) this.#remark(said.onDuration(this.#path, value as number));
        return value;
      case 'float':
        if (Number.isFinite(value)) return value;
        break;
      case 'opaque':
        return value;
      case 'struct':
        if (isPlainObject(value)) return this.struct(this.#model.struct(shape.name), value, isPlainObject(known) ? known : {});
        break;
      case 'list':
        if (Array.isArray(value)) return this.#list(field, shape.of, value);
        break;
      case 'map':
        if (shape.of.kind === 'opaque' && known === undefined && isPlainObject(value)) return value;
        if (isPlainObject(value)) return this.#map(field, shape.of, value, isPlainObject(known) ? known : {});
        break;
      case 'bytes':
        if (typeof value === 'string' && BASE64.test(value)) return value;
        break;
    }
    if (said !== undefined) reportWrongType(said.refused, field.name, shape, value);
    return undefined;
  }

  #list(field: Field, of: Shape, list: readonly unknown[]): unknown[] {
    const decoded: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      const element = list[index];
      this.#path.push(index);
      if (element === undefined || element === null) {
        if (of.kind === 'struct' && SKIPPED.has(of.name)) this.#missing('remarked', field, element);
        else {
          this.#missing(of.kind === 'struct' && !BY_VALUE.has(of.name) ? 'refused' : 'remarked', field, element);
          decoded.push(zeroOf(of));
        }
      } else {
        const value = this.#value(field, of, element, undefined);
        decoded.push(value === undefined ? zeroOf(of) : value);
      }
      this.#path.pop();
    }
    return decoded;
  }

  #map(field: Field, of: Shape, map: Readonly<Record<string, unknown>>, into: Record<string, unknown>): Record<string, unknown> {
    for (const key in map) {
      const member = map[key];
      if (member === undefined) continue;
      this.#path.push(key);
      if (member === null) {
        if (of.kind === 'struct' && !SKIPPED.has(of.name)) this.#missing('refused', field, member);
        else if (of.kind !== 'opaque') this.#missing('remarked', field, member);
        if (of.kind !== 'struct') define(into, key, of.kind === 'opaque' ? null : zeroOf(of));
      } else {
        const value = this.#value(field, of, member, undefined);
        if (value !== undefined) define(into, key, value);
      }
      this.#path.pop();
    }
    return into;
  }

  #missing(how: 'refused' | 'remarked', field: Field, element: unknown): void {
    if (this.#said !== undefined) reportMissingElement(this.#said[how], field.name, element);
  }

  #remark(finding: Finding | undefined): void {
    if (finding !== undefined && this.#said !== undefined) report(this.#said.remarked, finding);
  }
}

/** Structs of which a list holds values, not pointers: a null in it is an empty one, and the server goes on. */
const BY_VALUE = new Set(['Port', 'ServiceCheck']);

/** Structs of which the server leaves out a null; every other one it breaks off at. */
const SKIPPED = new Set(['ConsulLinkedService', 'VolumeRequest', 'WorkloadIdentity']);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether Go's integer holds it; the model's limits of 64 bits are those of a JavaScript number. */
function isInside(value: number, min: number, max: number): boolean {
  const from = min === Number.MIN_SAFE_INTEGER ? -(2 ** 63) : min;
  const below = max === Number.MAX_SAFE_INTEGER ? (min === 0 ? 2 ** 64 : 2 ** 63) : max + 1;
  return value >= from && value < below;
}

function zeroOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'bool':
      return false;
    case 'int':
    case 'float':
    case 'duration':
      return 0;
    case 'list':
      return [];
    case 'map':
    case 'struct':
      return {};
    case 'opaque':
      return null;
    default:
      return '';
  }
}

/** Not by assignment: a member may be called __proto__. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

const foldedFields = once(
  (struct: Struct): ReadonlyMap<string, Field> => new Map([...struct.fields.values()].map((field) => [fold(field.name), field])),
);

/** As encoding/json compares keys: the long s and the Kelvin sign count as letters. */
function fold(key: string): string {
  return key.toLowerCase().replaceAll('\u017f', 's');
}
