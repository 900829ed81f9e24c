import { nearest } from '../problems';
import { Duration, show } from '../values';
import { report, type Check } from './check';
import { isDuration } from './duration-like';
import { isPlainObject } from './json';
import type { Shape } from './model';

const NANOSECONDS = { hours: 3_600e9, minutes: 60e9, seconds: 1e9, milliseconds: 1e6 } as const;

/** Says that a value is of another type than its field. */
export function reportWrongType(check: Check, name: string, shape: Shape, value: unknown): void {
  const limit = expected(shape);
  report(check, {
    code: check.dialect.codes.type,
    message: `${subject(check, name)} must be ${limit}`,
    value: show(value),
    limit,
    fix: fixFor(name, shape, value) ?? `write ${limit}`,
  });
}

/** Says that a string is none of the values its field takes. */
export function reportWrongValue(check: Check, name: string, values: ReadonlySet<string>, value: string): void {
  const limit = quoted(values);
  const near = nearest(value, values);
  report(check, {
    code: check.dialect.codes.type,
    message: `${subject(check, name)} has no value ${show(value)}`,
    value: show(value),
    limit,
    fix: near === undefined ? `write one of ${limit}` : `write ${JSON.stringify(near)}`,
  });
}

/** Says that something else stands where a duration is meant. */
export function reportWrongDuration(check: Check, name: string, value: unknown): void {
  const { codes, engine } = check.dialect;
  const what =
    typeof value === 'number'
      ? `takes a Duration: ${engine} reads a number as nanoseconds`
      : typeof value === 'string'
        ? 'takes a Duration, not text'
        : 'must be a Duration of at least 0';
  report(check, {
    code: codes.duration,
    message: `${subject(check, name)} ${what}`,
    value: isDuration(value) ? `${String(value.toNanoseconds())} nanoseconds` : show(value),
    limit: 'a Duration',
    fix: durationFix(value),
  });
}

/** Says that something else stands where API JSON has a whole number of nanoseconds. */
export function reportNoNanoseconds(check: Check, name: string, value: unknown): void {
  const meant = typeof value === 'string' ? Duration.parse(value) : undefined;
  report(check, {
    code: check.dialect.codes.type,
    message: `${subject(check, name)} must be a whole number of nanoseconds`,
    value: show(value),
    limit: 'a whole number of nanoseconds',
    fix:
      meant !== undefined && meant.problem === undefined
        ? `write ${String(meant.toNanoseconds())}`
        : 'write a length of time in nanoseconds, 30000000000 for 30 seconds',
  });
}

/** Says that a list or a map has a hole. */
export function reportMissingElement(check: Check, name: string, value: unknown): void {
  report(check, {
    code: check.dialect.codes.type,
    message: `${subject(check, name)} is ${String(value)}`,
    value: String(value),
    fix: 'remove it',
  });
}

/** Says that a value handed on as it is cannot be written as JSON. */
export function reportNotJson(check: Check, name: string, value: unknown): void {
  const { codes, engine } = check.dialect;
  const duration = isDuration(value) && value.problem === undefined ? Duration.nanoseconds(value.toNanoseconds()) : undefined;
  report(check, {
    code: codes.type,
    message: `${engine} hands ${name} on as it is written, and this is not plain JSON`,
    value: duration === undefined ? show(value) : `Duration of ${duration.toString()}`,
    limit: 'strings, finite numbers, booleans, lists and plain objects',
    fix: duration === undefined ? 'write plain JSON' : `write ${JSON.stringify(duration.toString())}, if that is how it reads durations`,
  });
}

function subject(check: Check, name: string): string {
  const last = check.path.at(-1);
  if (last === undefined || last === name) return name;
  return typeof last === 'number' ? `an element of ${name}` : `a value of ${name}`;
}

function expected(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return 'a string';
    case 'bool':
      return 'true or false';
    case 'int':
      if (shape.max !== Number.MAX_SAFE_INTEGER) return `a whole number from ${String(shape.min)} to ${String(shape.max)}`;
      return shape.min === 0 ? 'a whole number of at least 0' : 'a whole number';
    case 'float':
      return 'a number';
    case 'duration':
      return 'a Duration';
    case 'enum':
      return `one of ${quoted(shape.values)}`;
    case 'list':
      return `a list of ${plural(shape.of)}`;
    case 'map':
      return `an object of ${plural(shape.of)}`;
    case 'struct':
      return `an object (${shape.name})`;
    case 'opaque':
      return 'plain JSON';
    case 'time':
      return 'a time like 2026-01-31T09:00:00Z';
    case 'bytes':
      return 'text in base64';
  }
}

function plural(shape: Shape): string {
  switch (shape.kind) {
    case 'int':
      return 'whole numbers';
    case 'list':
      return `lists of ${plural(shape.of)}`;
    case 'struct':
      return `${shape.name} objects`;
    case 'opaque':
      return 'plain JSON';
    default:
      return 'strings';
  }
}

function quoted(values: ReadonlySet<string>): string {
  return [...values].map((value) => JSON.stringify(value)).join(', ');
}

function fixFor(name: string, shape: Shape, value: unknown): string | undefined {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  switch (shape.kind) {
    case 'string':
      return isNumber || typeof value === 'boolean' ? `write ${JSON.stringify(String(value))}` : undefined;
    case 'bool':
      return value === 'true' || value === 'false' ? `write ${value}` : undefined;
    case 'int':
    case 'float': {
      if (isDuration(value) && name.endsWith('Ms'))
        return `write ${String(value.toNanoseconds() / NANOSECONDS.milliseconds)}, in milliseconds`;
      if (typeof value === 'string' && value.trim() !== '' && fits(shape, Number(value))) return `write ${String(Number(value))}`;
      return isNumber && fits(shape, Math.round(value)) ? `write ${String(Math.round(value))}` : undefined;
    }
    case 'list':
      return shape.of.kind === 'struct'
        ? isPlainObject(value)
          ? 'put it into a list: [{ ... }]'
          : undefined
        : typeof value === 'string'
          ? `write [${show(value)}]`
          : undefined;
    case 'struct':
      return Array.isArray(value) && value.length === 1 ? 'write the object itself, without a list around it' : undefined;
    default:
      return undefined;
  }
}

function fits(shape: Shape, value: number): boolean {
  if (shape.kind !== 'int') return Number.isFinite(value);
  return Number.isSafeInteger(value) && value >= shape.min && value <= shape.max;
}

function durationFix(value: unknown): string {
  if (typeof value === 'string' && Duration.parse(value).problem === undefined) return `write Duration.parse(${JSON.stringify(value)})`;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) {
    // What comes from an API JSON job is in nanoseconds; a person who forgot the unit means seconds.
    for (const [unit, nanoseconds] of Object.entries(NANOSECONDS))
      if (value % nanoseconds === 0) return `write Duration.${unit}(${String(value / nanoseconds)})`;
    return `write Duration.seconds(${String(value)})`;
  }
  if (value === 0) return 'write Duration.zero';
  return 'write a Duration, such as Duration.seconds(30)';
}
