import { goRegexpProblem } from '../../../../lib/checks/nomad/go-regexp';

describe('a pattern that Go compiles', () => {
  test.each([
    '',
    '^linux$',
    'a|b|',
    '(a)(?:b)(?P<c>d)(?<e>f)',
    '(?i)x',
    '(?i-s:x)',
    '[[:alpha:]_]',
    '[^]a]',
    '[]a]',
    '[a-]',
    '[-a]',
    '\\d+\\S',
    '\\pL\\p{Greek}\\P{^Lu}',
    '\\x41\\x{1F600}',
    '\\012',
    '\\Q[(*\\E+',
    'a{2,3}?',
    'a{',
    'a{,3}',
    '{x}',
    'a{1000}',
    '(a{10}){100}',
    '\\_\\-\\.',
    '\\A\\b\\B\\z',
    'é😀',
  ])('%p', (pattern) => {
    expect(goRegexpProblem(pattern)).toBeUndefined();
  });
});

describe('a pattern that Go does not compile', () => {
  test.each([
    ['(?=a)', /look-around/],
    ['(?!a)', /look-around/],
    ['(?<=a)', /look-behind/],
    ['(a)\\1', /escape \\1/],
    ['\\Z', /escape \\Z/],
    ['\\C', /escape \\C/],
    ['[a', /bracket is not closed/],
    ['[z-a]', /ends before it begins/],
    ['[[:nope:]]', /class \[:nope:\]/],
    ['(a', /not closed/],
    ['a)', /not open/],
    ['*a', /repetition of nothing/],
    ['a|*', /repetition of nothing/],
    ['(*a)', /repetition of nothing/],
    ['{2}', /repetition of nothing/],
    ['a**', /repetition of a repetition/],
    ['a++', /repetition of a repetition/],
    ['a{1001}', /number of repetitions/],
    ['a{3,1}', /number of repetitions/],
    ['(a{100}){100}', /more than 1000/],
    ['\\p{Nope}', /Unicode class "Nope"/],
    ['\\x{110000}', /no character/],
    ['a\\', /backslash at the end/],
  ])('%p', (pattern, problem) => {
    expect(goRegexpProblem(pattern)).toMatch(problem);
  });
});
