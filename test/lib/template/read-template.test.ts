import { forEachCall, readTemplate, secretReads } from '../../../lib/template';

const faultOf = (text: string): string | undefined => {
  const { fault } = readTemplate(text);
  return fault === undefined ? undefined : `${fault.kind} ${fault.word}`;
};

describe('a template is read', () => {
  test.each([
    'plain text, a } and a { beside it',
    '{{ key "a" | toJSON }}',
    '{{- with secret "database/creds/rw" -}}{{ .Data.username }}{{- end -}}',
    '{{ range $i, $s := service "web" }}{{ if gt $i 0 }}, {{ end }}{{ $s.Address }}{{ else }}none{{ end }}',
    '{{ if .A }}a{{ else if .B }}b{{ else }}c{{ end }}',
    '{{ with .A }}a{{ else with .B }}b{{ end }}',
    '{{ range . }}{{ break }}{{ end }}',
    '{{/* a comment with {{ braces }} in it */}}',
    '{{ (secret "kv/data/a").Data.data.x }}',
    '{{ define "x" }}{{ . }}{{ end }}{{ template "x" . }}',
    '{{ "{{" }}',
    '{{ printf "%q" `a "quoted" text` }}',
    '{{ sprig_default "info" (env "LEVEL") }}',
    '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}',
  ])('%s', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test('with delimiters of its own, and then the usual ones are text', () => {
    expect(readTemplate('<< key "a" >> {{ not read', { left: '<<', right: '>>' }).fault).toBeUndefined();
    expect(readTemplate('<< nokey "a" >>', { left: '<<', right: '>>' }).fault?.kind).toBe('function');
  });
});

describe('a template is refused', () => {
  test.each([
    ['{{ env "A" }', 'syntax }'],
    ['{{ if .A }}a', 'syntax if'],
    ['a{{ end }}', 'syntax end'],
    ['{{ else }}', 'syntax else'],
    ['{{ if .A }}{{ else }}{{ else }}{{ end }}', 'syntax if'],
    ['{{ continue }}', 'syntax continue'],
    ['{{ default "a" .B }}', 'function default'],
    ['{{ .A | nokey }}', 'function nokey'],
    ['{{ $x }}', 'variable $x'],
    ['{{ with $x := .A }}{{ end }}{{ $x }}', 'variable $x'],
    ['{{ .foo-bar }}', 'syntax .foo-'],
    ['{{ "a" | "b" }}', 'syntax "b"'],
    ['{{ "\\d+" }}', 'syntax "\\d+"'],
    ['{{ "open }}', 'syntax "'],
    ['{{ /* a space before */ }}', 'syntax /*'],
    ['{{/* no end', 'syntax /*'],
    ['{{ (key "a" }}', 'syntax ('],
    ['{{ }}', 'syntax }}'],
  ])('%s for %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});

test('calls are found wherever they stand, with the arguments that are known', () => {
  const calls: string[] = [];
  const { actions } = readTemplate('{{ if keyExists "a" }}{{ (secret "b").Data.x | toJSON }}{{ else }}{{ key (env "C") }}{{ end }}');
  forEachCall(actions, ({ name, args }) => calls.push(`${name}(${args.map((arg) => arg ?? '?').join(',')})`));
  expect(calls.sort()).toEqual(['env(C)', 'key(?)', 'keyExists(a)', 'secret(b)', 'toJSON()']);
});

describe('fields of a secret are found', () => {
  const fieldsOf = (text: string): [string, readonly string[]][] =>
    secretReads(readTemplate(text).actions).map(({ path, fields }) => [path, fields]);

  test.each([
    ['under the dot of a with', '{{ with secret "kv/data/a" }}{{ .Data.data.x }}{{ end }}', [['kv/data/a', ['data']]]],
    [
      'inside an if, whose dot is the same',
      '{{ with secret "kv/a" }}{{ if .Data.x }}{{ .Data.y }}{{ end }}{{ end }}',
      [['kv/a', ['x', 'y']]],
    ],
    ['of a variable', '{{ $s := secret "kv/a" }}{{ $s.Data.x }}', [['kv/a', ['x']]]],
    ['in parentheses', '{{ (secret "kv/a").Data.x }}', [['kv/a', ['x']]]],
    [
      'and not inside a range, whose dot is another',
      '{{ with secret "kv/a" }}{{ range .List }}{{ .Data.x }}{{ end }}{{ end }}',
      [['kv/a', []]],
    ],
  ])('%s', (_where, text, expected) => {
    expect(fieldsOf(text)).toEqual(expected);
  });

  test('and a write is no read', () => {
    expect(fieldsOf('{{ with secret "pki/issue/a" "ttl=1h" }}{{ .Data.certificate }}{{ end }}')).toEqual([]);
  });
});
