import { nearest, type Finding } from '../problems';
import { show, type Value } from '../values';

/** Findings of props that do not exist: input may come from plain JavaScript. */
export function unknownProps(props: object, known: Readonly<Record<string, true>>): Finding[] {
  return Object.keys(props)
    .filter((key) => !Object.hasOwn(known, key))
    .map((key) => {
      const best = nearest(key, Object.keys(known));
      return {
        code: 'PROP-UNKNOWN',
        at: key,
        message: `there is no prop ${key}`,
        limit: Object.keys(known).sort().join(', '),
        fix: best === undefined ? 'remove it' : `did you mean ${best}?`,
      };
    });
}

/** Findings of required props that are not there. */
export function missingProps(props: object, required: readonly string[]): Finding[] {
  return required
    .filter((key) => (props as Record<string, unknown>)[key] === undefined)
    .map((key) => ({ code: 'PROP-MISSING', at: key, message: `${key} is required`, fix: `give ${key}` }));
}

/** Findings of props that should be a value of kumiki and are something else: a bare number for a Duration, say. */
export function wrongValues(
  props: object,
  expected: Readonly<Record<string, readonly [name: string, isRight: (value: unknown) => boolean]>>,
): Finding[] {
  const findings: Finding[] = [];
  for (const [key, [name, isRight]] of Object.entries(expected)) {
    const value = (props as Record<string, unknown>)[key];
    if (value === undefined || isRight(value)) continue;
    findings.push({ code: 'VALUE-TYPE', at: key, message: `${key} must be a ${name}`, value: show(value), fix: `use ${name}` });
  }
  return findings;
}

/** What is wrong with the values anywhere inside props, each with the prop it stands in and the line that made it. */
export function valueFindings(props: unknown, at = ''): (Finding & { readonly source?: string | undefined })[] {
  if (typeof props !== 'object' || props === null) return [];
  // A value that contains others has taken over their problems.
  if (isValue(props)) return props.problem === undefined ? [] : [{ ...props.problem, at: joinAt(at, props.problem.at) }];
  if (Array.isArray(props)) return props.flatMap((member, index) => valueFindings(member, `${at}[${String(index)}]`));
  const prototype: unknown = Object.getPrototypeOf(props);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.keys(props).flatMap((key) => valueFindings((props as Record<string, unknown>)[key], joinAt(at, key)));
}

/** Structural, because a value may come from another copy of the library. */
function isValue(x: object): x is Value {
  return 'problem' in x;
}

function joinAt(at: string, rest: string | undefined): string {
  return rest === undefined ? at : at === '' ? rest : `${at}.${rest}`;
}
