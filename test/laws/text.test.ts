import { Fn, Token } from 'cdktf';
import fc from 'fast-check';
import { stableJson, templateJson, templateText, tokenFindings } from '../../lib/terraform';
import { evaluateInTerraform, testWithTerraform } from '../support/terraform';

/** Runs that a careless escape gets wrong, at either end and beside each other. */
const NASTY = [
  '${',
  '%{',
  '$${',
  '%%{',
  '$$${',
  '%%%{',
  '$$$${x}',
  '${upper("a")}',
  '%{ if true }a%{ endif }',
  '${TfToken[TOKEN.1]}',
  '$',
  '%',
  '{',
  '}',
  '"',
  '\\',
  '\\"',
  '\\${',
  '\n',
  '\r\n',
  '\t',
  "'",
  '<<EOT',
  '{{ key "a" }}',
  '価格',
  '👩‍💻',
  'é',
  '\u2028',
  '~}',
  '${~ x ~}',
  '#{x}',
  '&{x}',
];

/** Terraform keeps text in Unicode's normal form C; what is written in another comes back in it. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6 }), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 6 })
  .map((parts) => parts.join('').normalize('NFC'));

/** Numbers further out are cdktf's markers for numbers that only Terraform will know. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, min: -1e200, max: 1e200 }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('what Terraform evaluates', () => {
  testWithTerraform('is the text that was written, whatever it holds', () => {
    const seed = Date.now() % 2 ** 31;
    const texts = [...NASTY, ...NASTY.flatMap((one) => [`a${one}`, `${one}a`, one + one]), ...fc.sample(text, { numRuns: 400, seed })];
    expect({ seed, texts: evaluateInTerraform(texts.map(templateText)) }).toEqual({ seed, texts });
  });

  testWithTerraform('is the value that was written as JSON, whatever it holds', () => {
    const seed = Date.now() % 2 ** 31;
    const trees = fc.sample(tree, { numRuns: 200, seed });
    const read = evaluateInTerraform(trees.map(templateJson)).map((json) => JSON.parse(json));
    expect({ seed, trees: read }).toEqual({ seed, trees });
  });
});

describe('stable JSON', () => {
  test('says the value it was given', () => {
    fc.assert(fc.property(tree, (value) => expect(JSON.parse(stableJson(value))).toEqual(value)));
  });

  test('has the same bytes in every order of keys', () => {
    fc.assert(fc.property(tree, (value) => expect(stableJson(reversed(value))).toBe(stableJson(value))));
  });

  test('sorts keys by code unit, leaves undefined members out and keeps the order of lists', () => {
    expect(stableJson({ b: 1, a: { d: undefined, c: [2, 1] }, B: '"' })).toBe('{"B":"\\"","a":{"c":[2,1]},"b":1}');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('tokenFindings', () => {
  const tokens: [string, unknown][] = [
    ['a text', Token.asString({ resolve: () => 'x' })],
    ['a text inside another', `before ${Token.asString({ resolve: () => 'x' })} after`],
    ['a number', Token.asNumber({ resolve: () => 1 })],
    ['a list', Token.asList({ resolve: () => ['x'] })],
    ['a map', Token.asStringMap({ resolve: () => ({}) })],
    ['an expression', Fn.upper('a')],
    ['an unresolved value', Token.asAny({ resolve: () => 'x' })],
  ];

  test.each(tokens)("finds cdktf's token for %s wherever it stands, and says where", (_what, token) => {
    const findings = tokenFindings({ Group: { Tasks: [{ Env: { A: 'literal', B: token } }] } });
    expect(findings.length).toBeGreaterThan(0);
    for (const { code, at } of findings) {
      expect(code).toBe('VALUE-TOKEN');
      expect(at).toMatch(/^Group\.Tasks\[0\]\.Env\.B/);
    }
  });

  test('finds a token in a key', () => {
    const key = Token.asString({ resolve: () => 'x' });
    expect(tokenFindings({ Env: { [key]: 'a' } }).map(({ at }) => at)).toEqual(['Env']);
  });

  test('finds none in what holds none', () => {
    const literal = tree.filter((value) => !JSON.stringify(value).includes('TfToken'));
    fc.assert(fc.property(literal, (value) => expect(tokenFindings(value)).toEqual([])));
  });

  test('says why and what to do', () => {
    expect(tokenFindings({ Count: Token.asNumber({ resolve: () => 1 }) })).toMatchObject([
      {
        code: 'VALUE-TOKEN',
        at: 'Count',
        message: 'a Terraform token is not allowed here: it would hide the whole difference from the reviewer as known after apply',
        limit: 'a literal known at synth',
        fix: 'join by name: write the name of the thing, not its attribute',
      },
    ]);
  });
});
