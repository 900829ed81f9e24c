import fc from 'fast-check';
import { formatProblem, visible, visibleLines } from '../../../lib/problems';

describe('text for a terminal', () => {
  test.each<[string, string, string]>([
    ['what moves the cursor or colours', '\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
    ['what turns the order of letters around', 'a\u202egnp', 'a\\u202egnp'],
    ['what nobody sees', 'a\u200bb\ufeffc\u00ad', 'a\\u200bb\\ufeffc\\xad'],
    ['what parts lines', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['a half of a pair', 'a\ud800b', 'a\\ud800b'],
    ['a tag, which is longer', 'a\u{e0041}', 'a\\u{e0041}'],
    ['letters of any script', '注文 é 🙂', '注文 é 🙂'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('shows several lines on one, or the others below the first', () => {
    expect([visible('a\nb'), visibleLines('a\nb')]).toEqual(['a\\x0ab', 'a\n    b']);
  });

  test('is all that a problem shows', () => {
    const problem = {
      code: 'NAME-TAKEN',
      severity: 'note',
      path: '\u202ea',
      source: '\u202eb',
      at: '\u202ec',
      message: '\u202ed',
    } as const;
    expect(formatProblem({ ...problem, value: '\u202ee', limit: '\u202ef', fix: '\u202eg' })).not.toMatch(/\u202e/);
  });
});

test('no hidden character is left in visible text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u);
    }),
  );
});
