import { CallSite, type Finding, type SourcedFinding } from '../problems';

/**
 * Base of the value types. A value never throws: a wrong one remembers what is wrong, and the construct that takes it
 * reports it, so that all mistakes of a program are said together.
 */
export abstract class Value {
  /** What is wrong with this value, with the line that made it; undefined for a good one. */
  readonly problem: SourcedFinding | undefined;

  protected constructor(problem?: Finding) {
    this.problem = problem === undefined ? undefined : { ...problem, source: (problem as SourcedFinding).source ?? CallSite.here().text };
  }
}

/** How a person would type a value in a message: strings quoted, objects as JSON, never longer than 80 characters. */
export function show(value: unknown): string {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'object' && value !== null
        ? (safeJson(value) ?? 'object')
        : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function safeJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a cycle: the caller says 'object'
  }
}

/** Finding for a number that must be an integer within limits; undefined when it is. */
export function integerProblem(what: string, value: unknown, min: number, max: number, unit = ''): Finding | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return undefined;
  const limit =
    max === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${String(min)}${unit}`
      : `a whole number from ${String(min)} to ${String(max)}${unit}`;
  return { code: 'VALUE-INVALID', message: `${what} must be ${limit}`, value: show(value), limit, fix: `write ${limit}` };
}
