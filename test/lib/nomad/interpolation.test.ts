import { readInterpolation } from '../../../lib/nomad';

describe('a client reads a text of a config as HCL', () => {
  test.each<[string, readonly string[]]>([
    ['plain', []],
    ['${attr.cpu.arch}', ['attr']],
    ['${ NOMAD_PORT_http }', ['NOMAD_PORT_http']],
    ['${env["a.b"]}', ['env']],
    ['${upper(A)} ${A == B ? "x" : C}', ['A', 'A', 'B', 'C']],
    ['$${HOME} %%{http_code}', []],
    ['${1}', []],
    ['$HOME $(date) 100%', []],
  ])('%s, with its variables', (text, variables) => {
    expect(readInterpolation(text)).toEqual({ variables });
  });

  test.each([
    ['${A:-b}', 'expression'],
    ['${A%%.*}', 'expression'],
    ['${#A}', 'end'],
    ['${A//a/b}', 'end'],
    ['${@}', 'expression'],
    ['${}', 'expression'],
    ['${A', 'end'],
    ['${basename(A)}', 'function'],
    ['curl -w %{http_code}', 'directive'],
  ])('%s, and cannot: %s', (text, what) => {
    expect(readInterpolation(text).fault?.what).toBe(what);
  });
});
