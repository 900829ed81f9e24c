import type { Finding } from '../problems';
import { report, type Check, type Dialect } from './check';
import { isDuration } from './duration-like';
import { isAdmitted } from './admission';
import { isPlainObject } from './json';
import type { Field, Model, Shape, Struct } from './model';
import { reportUnknownField } from './unknown-field';
import { versionRank, type ModelVersions } from './model-versions';
import { reportMissingElement, reportNotJson, reportWrongDuration, reportWrongType, reportWrongValue } from './wrong-value';

/**
 * Everything in a plain object that its model does not allow. Walks the object once; a good one costs no more than
 * looking at each of its fields.
 */
export function checkStruct(model: Model, root: string, value: unknown, versions: ModelVersions, dialect: Dialect): Finding[] {
  const { nomad, nomadProviderApi } = versions;
  const ranks = { nomad: versionRank(nomad), providerApi: versionRank(nomadProviderApi) };
  const check: Check = { model, dialect, root, versions, ...ranks, path: [], findings: [] };
  if (isPlainObject(value)) walkStruct(check, model.struct(root), value);
  else reportWrongType(check, root, { kind: 'struct', name: root }, value);
  return check.findings;
}

function walkStruct(check: Check, struct: Struct, object: Readonly<Record<string, unknown>>): void {
  // Not Object.keys: it would make a list for every object of a job.
  for (const key in object) {
    const value = object[key];
    const field = struct.fields.get(key);
    check.path.push(key);
    if (field === undefined) reportUnknownField(check, struct, key);
    else if (value !== undefined && value !== null && (field.plain || isAdmitted(check, struct, field, value))) {
      walkValue(check, field, field.shape, value);
    }
    check.path.pop();
  }
}

function walkValue(check: Check, field: Field, shape: Shape, value: unknown): void {
  switch (shape.kind) {
    case 'string':
    case 'time':
    case 'bytes':
      if (typeof value !== 'string') reportWrongType(check, field.name, shape, value);
      return;
    case 'int':
      if (!Number.isSafeInteger(value) || (value as number) < shape.min || (value as number) > shape.max)
        reportWrongType(check, field.name, shape, value);
      return;
    case 'struct':
      if (isPlainObject(value)) walkStruct(check, check.model.struct(shape.name), value);
      else reportWrongType(check, field.name, shape, value);
      return;
    case 'list':
      if (Array.isArray(value)) walkList(check, field, shape.of, value);
      else reportWrongType(check, field.name, shape, value);
      return;
    case 'map':
      if (isPlainObject(value)) walkMap(check, field, shape.of, value);
      else reportWrongType(check, field.name, shape, value);
      return;
    case 'bool':
      if (typeof value !== 'boolean') reportWrongType(check, field.name, shape, value);
      return;
    case 'duration':
      if (!isDuration(value)) reportWrongDuration(check, field.name, value);
      else if (value.problem !== undefined) report(check, value.problem);
      else if (!(value.toNanoseconds() >= 0 && value.toNanoseconds() <= MAX_NANOSECONDS)) reportWrongDuration(check, field.name, value);
      return;
    case 'enum':
      if (typeof value !== 'string') reportWrongType(check, field.name, shape, value);
      else if (!shape.values.has(value) && !(value === '' && shape.emptyIsUnset)) reportWrongValue(check, field.name, shape.values, value);
      return;
    case 'float':
      if (!Number.isFinite(value)) reportWrongType(check, field.name, shape, value);
      return;
    case 'opaque':
      walkOpaque(check, field, value, 0);
      return;
  }
}

function walkList(check: Check, field: Field, shape: Shape, list: readonly unknown[]): void {
  for (let index = 0; index < list.length; index++) {
    const element = list[index];
    check.path.push(index);
    if (element === undefined || element === null) reportMissingElement(check, field.name, element);
    else walkValue(check, field, shape, element);
    check.path.pop();
  }
}

function walkMap(check: Check, field: Field, shape: Shape, map: Readonly<Record<string, unknown>>): void {
  for (const key in map) {
    const value = map[key];
    if (value === undefined) continue;
    check.path.push(key);
    if (value === null && shape.kind !== 'opaque') reportMissingElement(check, field.name, value);
    else walkValue(check, field, shape, value);
    check.path.pop();
  }
}

/** What the engine hands on without reading it still has to be JSON, or it arrives as something else. */
function walkOpaque(check: Check, field: Field, value: unknown, depth: number): void {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (depth < MAX_DEPTH && Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      check.path.push(index);
      walkOpaque(check, field, value[index], depth + 1);
      check.path.pop();
    }
  } else if (depth < MAX_DEPTH && isPlainObject(value)) {
    for (const key in value) {
      check.path.push(key);
      walkOpaque(check, field, value[key], depth + 1);
      check.path.pop();
    }
  } else {
    reportNotJson(check, field.name, value);
  }
}

/** An object that holds itself ends here; no driver's configuration is as deep. */
const MAX_DEPTH = 32;

/** Go's time.Duration is an int64. */
const MAX_NANOSECONDS = 2 ** 63;
