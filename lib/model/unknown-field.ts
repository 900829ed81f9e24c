import { nearest } from '../problems';
import { address, report, type Check } from './check';
import type { Field, Model, Shape, Struct } from './model';

/** Says that the engine's struct has no such field, and which one is meant. */
export function reportUnknownField(check: Check, struct: Struct, key: string): void {
  const { engine, codes } = check.dialect;
  report(check, {
    code: codes.unknown,
    message: `${engine} has no field ${show(key)} in ${struct.name}`,
    value: show(key),
    fix: fixFor(check, struct, key),
  });
}

function fixFor(check: Check, struct: Struct, key: string): string {
  const { engine, otherNotation } = check.dialect;
  const lower = key.toLowerCase();
  const fields = [...struct.fields.values()].filter((field) => !field.server && field.until === undefined);
  const cased = fields.find((field) => field.name.toLowerCase() === lower);
  if (cased !== undefined) return `write ${cased.name}: names are compared letter by letter`;
  const translated = fields.find((field) => field.hcl === lower);
  if (translated !== undefined) return `write ${translated.name}: ${show(key)} is its name in ${otherNotation}`;
  const inflected = fields.find((field) => field.name === `${key}s` || `${field.name}s` === key);
  if (inflected !== undefined) return `write ${inflected.name}`;
  const place = findPlace(check, struct, (field) => field.name === key);
  if (place !== undefined) return `move it to ${place}`;
  const names = fields.map((field) => field.name).sort();
  const near = nearest(key, names);
  if (near !== undefined) return `write ${near}`;
  const word = firstWord(key);
  const related = names.filter((name) => firstWord(name) === word);
  if (related.length > 0 && related.length <= 3) return `write ${related.join(' or ')}`;
  const nearElsewhere = nearest(key, namesBelow(check.model, check.root));
  const meant = findPlace(
    check,
    struct,
    (field) => field.hcl === lower || field.name.toLowerCase() === lower || field.name === nearElsewhere,
  );
  if (meant !== undefined) return `write ${meant}`;
  return names.length === 0 ? `remove it: ${struct.name} takes nothing` : `remove it: ${engine} knows ${names.join(', ')}`;
}

/** Where in the model such a field is: around the struct, then below it, then from the top, the shortest way. */
function findPlace(check: Check, struct: Struct, isMeant: (field: Field) => boolean): string | undefined {
  const around = searchAround(check, isMeant);
  if (around !== undefined) return around;
  const here = address(check.path.slice(0, -1));
  const below = searchBelow(check.model, struct.name, isMeant);
  if (below !== undefined) return here === undefined ? below : `${here}.${below}`;
  return searchBelow(check.model, check.root, isMeant);
}

/** The innermost object around the one at hand that has such a field. */
function searchAround(check: Check, isMeant: (field: Field) => boolean): string | undefined {
  let shape: Shape = { kind: 'struct', name: check.root };
  let found: string | undefined;
  for (const [index, step] of check.path.slice(0, -1).entries()) {
    if (shape.kind === 'struct') {
      const { fields } = check.model.struct(shape.name);
      const match = [...fields.values()].find(isMeant);
      if (match !== undefined) found = address([...check.path.slice(0, index), match.name]);
      const next = fields.get(String(step));
      if (next === undefined) return found;
      shape = next.shape;
    } else if (shape.kind === 'list' || shape.kind === 'map') {
      shape = shape.of;
    }
  }
  return found;
}

function searchBelow(model: Model, root: string, isMeant: (field: Field) => boolean): string | undefined {
  for (const [field, prefix] of fieldsBelow(model, root)) if (isMeant(field)) return prefix + field.name;
  return undefined;
}

function namesBelow(model: Model, root: string): Set<string> {
  const names = new Set<string>();
  for (const [field] of fieldsBelow(model, root)) if (!field.server && field.until === undefined) names.add(field.name);
  return names;
}

/** Every field below a struct, the near ones first, with the way to it. */
function* fieldsBelow(model: Model, root: string): Generator<readonly [field: Field, prefix: string]> {
  const seen = new Set([root]);
  let level: (readonly [struct: string, prefix: string])[] = [[root, '']];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const [name, prefix] of level) {
      for (const field of model.struct(name).fields.values()) {
        yield [field, prefix];
        const target = structOf(field.shape);
        if (target === undefined || seen.has(target.struct)) continue;
        seen.add(target.struct);
        next.push([target.struct, `${prefix}${field.name}${target.steps}.`]);
      }
    }
    level = next;
  }
}

function structOf(shape: Shape): { readonly struct: string; readonly steps: string } | undefined {
  if (shape.kind === 'struct') return { struct: shape.name, steps: '' };
  if (shape.kind !== 'list' && shape.kind !== 'map') return undefined;
  const inner = structOf(shape.of);
  return inner === undefined ? undefined : { struct: inner.struct, steps: `${shape.kind === 'list' ? '[]' : '{}'}${inner.steps}` };
}

/** `MemoryLimit` -> `memory`: people who make up a name begin it as the engine does. */
function firstWord(name: string): string {
  return (/^[A-Z]?[a-z]+|^[A-Z]+(?![a-z])/.exec(name)?.[0] ?? name).toLowerCase();
}

function show(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 57)}...` : key);
}
