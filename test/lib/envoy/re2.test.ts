import { re2WholeMatch } from '../../../lib/envoy';

describe('a regular expression of Envoy matches the whole text', () => {
  test.each<[string, string, boolean]>([
    ['/orders', '/orders', true],
    ['/orders', '/orders/', false],
    ['orders', '/orders', false],
    ['/a|/b', '/b', true],
    ['/a|/b', '/a/b', false],
    ['', '', true],
    ['', '/', false],
    // A slash is a letter like others, and a dot is not.
    ['/accounts/[^/]+/balance', '/accounts/1/balance', true],
    ['/accounts/[^/]+/balance', '/accounts/1/2/balance', false],
    ['/v1.0', '/v1x0', true],
    [String.raw`/v1\.0`, '/v1x0', false],
    // Classes of Perl are of ASCII alone.
    [String.raw`/\d+`, '/42', true],
    [String.raw`/\d+`, '/٤٢', false],
    [String.raw`/[\w-]+`, '/fx-spot_1', true],
    [String.raw`/[^\d]`, '/x', true],
    [String.raw`/\D`, '/4', false],
    [String.raw`\W`, '_', false],
    [String.raw`\W`, 'a', false],
    [String.raw`\W`, '-', true],
    [String.raw`\s`, '\v', false],
    [String.raw`\S`, '\v', true],
    // Words of RE2 that JavaScript does not have.
    [String.raw`\A/a\z`, '/a', true],
    ['/(?P<id>[0-9]+)', '/7', true],
    ['/(?<id>[0-9]+)', '/7', true],
    ['(?i)/orders', '/ORDERS', true],
    ['(?U)/a+', '/aaa', true],
    ['(?s).', '\n', true],
    ['.', '\n', false],
    ['/[[:alpha:]]+', '/abc', true],
    ['/[[:^digit:]]', '/7', false],
    ['/[[:digit:]x]+', '/7x7', true],
    [String.raw`/\Qa.b(\E+`, '/a.b((', true],
    [String.raw`/\Qa.b`, '/axb', false],
    [String.raw`\x41\x{42}\103`, 'ABC', true],
    [String.raw`\p{Greek}+`, 'λόγος', true],
    [String.raw`\pL\PN`, 'x-', true],
    [String.raw`[\pL\d]+`, 'é7', true],
    // Brackets and braces that stand for themselves.
    ['[]a]+', ']a', true],
    ['[^]a]', ']', false],
    ['[a-]', '-', true],
    ['[+--]+', '+,-', true],
    ['[[a]', '[', true],
    ['a]', 'a]', true],
    ['{', '{', true],
    ['a{,2}', 'a{,2}', true],
    ['a{2}', 'aa', true],
    ['a{2,}?', 'aaa', true],
    [String.raw`\/\_\-\{`, '/_-{', true],
    // One letter is one code point.
    ['/.', '/😀', true],
  ])('%s on %j: %j', (expression, text, expected) => {
    expect(re2WholeMatch(expression)?.test(text)).toBe(expected);
  });

  test.each([
    ['a look ahead', '(?=a)a'],
    ['a look behind', '(?<!a)b'],
    ['a back reference', String.raw`(a)\1`],
    ['a named back reference', '(?P<x>a)(?P=x)'],
    ['a group that does not close', '(a'],
    ['a group that nothing opened', ')(?:'],
    ['a bracket that does not close', '[a'],
    ['a bracket with nothing in it', '[]'],
    ['a range that runs back', '[z-a]'],
    ['a repetition of nothing', '*a'],
    ['two repetitions in a row', 'a**'],
    ['more repetitions than RE2 takes', 'a{1001}'],
    ['an escape that RE2 does not know', String.raw`\y`],
    ['an end of text with a line end before it', String.raw`a\Z`],
    ['a class that does not exist', '[[:letters:]]'],
    ['a backslash at the end', 'a\\'],
  ])('except %s, which RE2 refuses', (_what, expression) => {
    expect(re2WholeMatch(expression)).toBeUndefined();
  });

  test.each([
    ['flags in the middle', 'a(?i)b'],
    ['flags of a group', '(?i:a)b'],
    ['multi-line mode', '(?m)^a$'],
  ])('except %s, which have no words in JavaScript', (_what, expression) => {
    expect(re2WholeMatch(expression)).toBeUndefined();
  });
});
