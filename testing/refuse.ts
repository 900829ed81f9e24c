import { CallSite, KumikiError, nearest, type Finding } from '../lib/problems';

/** Says that a question has no answer. @internal */
export function refuse(finding: Finding): never {
  throw new KumikiError([{ severity: 'error', ...finding, path: 'estate', source: CallSite.here().text }]);
}

/** Says that a name is not there, with the one that was probably meant. @internal */
export function unknownName(what: string, name: string, known: Iterable<string>): never {
  const names = [...known].sort();
  const best = nearest(name, names);
  return refuse({
    code: 'VALUE-INVALID',
    message: `${what} ${name}`,
    value: `'${name}'`,
    limit: names.length === 0 ? 'there is none' : names.join(', '),
    fix: best === undefined ? 'name one that is there' : `did you mean ${best}?`,
  });
}
