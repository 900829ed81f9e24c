import fc from 'fast-check';
import {
  CallSite,
  compareProblems,
  formatProblem,
  formatProblems,
  KumikiError,
  nearest,
  PROBLEM_CODES,
  type Problem,
} from '../../../lib/problems';

const problem: Problem = {
  code: 'NOMAD-ROLLOUT',
  severity: 'error',
  path: 'trading/orders',
  source: 'stacks/trading/orders.ts:12',
  at: 'rollout',
  message: 'there are more canaries than instances',
  value: '4',
  limit: '3',
  fix: 'use at most Rollout.canary(3)',
};
const bare: Problem = {
  code: 'MESH-GRANT-UNUSED',
  severity: 'note',
  path: 'settlement/ledger',
  message: 'nobody uses it',
  fix: 'remove it',
};

describe('a problem as people read it', () => {
  test('has its place first, then what, value, limit and fix, each on a line', () => {
    expect(formatProblem(problem)).toBe(
      `error NOMAD-ROLLOUT at trading/orders (stacks/trading/orders.ts:12)
  rollout: there are more canaries than instances
  value: 4
  limit: 3
  fix: use at most Rollout.canary(3)`,
    );
  });

  test('says nothing of what it does not know', () => {
    expect(formatProblem(bare)).toBe(`note MESH-GRANT-UNUSED at settlement/ledger\n  nobody uses it\n  fix: remove it`);
  });

  test('keeps a value that is empty', () => {
    expect(formatProblem({ ...bare, value: '' })).toContain('\n  value: \n');
  });
});

describe('several problems', () => {
  const list: Problem[] = [
    bare,
    { ...bare, severity: 'warning', path: 'z' },
    problem,
    { ...problem, path: 'settlement/ledger' },
    { ...problem, at: 'count' },
    { ...problem, code: 'NOMAD-PORT' },
    { ...problem, message: 'another' },
  ];

  test('are read worst first, then by path, place, code and message', () => {
    expect([...list].sort(compareProblems)).toEqual([list[3], list[4], list[5], list[6], list[2], list[1], list[0]]);
  });

  test('read the same in every order', () => {
    const text = formatProblems(list);
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => expect(formatProblems(shuffled)).toBe(text)),
    );
  });

  test('are said once each, a blank line between', () => {
    expect(formatProblems([bare, problem, { ...bare }])).toBe(`${formatProblem(problem)}\n\n${formatProblem(bare)}`);
  });
});

describe('KumikiError', () => {
  test('counts its errors and says that nothing was written', () => {
    expect(new KumikiError([problem, bare, { ...problem, path: 'a' }]).message).toMatch(/\n\n2 errors, nothing was written$/);
    expect(new KumikiError([problem, bare]).message).toBe(`${formatProblems([problem, bare])}\n\n1 error, nothing was written`);
  });

  test('carries the problems as data, and no stack of our own', () => {
    const error = new KumikiError([problem]);
    expect(error.problems).toEqual([problem]);
    expect(error.stack).toBe(error.message);
  });

  test('is known without instanceof, and nothing else is taken for it', () => {
    expect(KumikiError.isKumikiError(new KumikiError([problem]))).toBe(true);
    expect([new Error('x'), { problems: [] }, null, undefined, 'KumikiError'].map(KumikiError.isKumikiError)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('codes', () => {
  test('are two or more words in capitals, each with a title in one line', () => {
    for (const [code, title] of Object.entries(PROBLEM_CODES)) {
      expect(code).toMatch(/^[A-Z]+(-[A-Z0-9]+)*$/);
      expect(title).toMatch(/^[^.\n]{8,80}$/);
    }
    expect(new Set(Object.values(PROBLEM_CODES)).size).toBe(Object.keys(PROBLEM_CODES).length);
  });
});

describe('nearest', () => {
  const services = ['sec-orders', 'sec-ledger', 'sec-quotes'];

  test.each([
    ['sec-order', 'sec-orders'],
    ['sec-ordres', 'sec-orders'],
    ['SEC-LEDGER', 'sec-ledger'],
    ['sec-qoutes', 'sec-quotes'],
    ['archive', undefined],
    ['', undefined],
  ])('for %s it is %s', (word, expected) => {
    expect(nearest(word, services)).toBe(expected);
  });

  test('allows a short word one edit', () => {
    expect([nearest('fxx', ['fx']), nearest('abc', ['fx'])]).toEqual(['fx', undefined]);
  });

  test('takes the first in sorted order of two that are as near', () => {
    expect(nearest('order', ['orderb', 'ordera'])).toBe('ordera');
  });
});

describe('CallSite', () => {
  test("names the user's file and line, relative to the working directory", () => {
    expect(CallSite.here().text).toBe('test/lib/problems/format.test.ts:138');
  });

  test('names the line that called, however deep in the program', () => {
    const deep = (depth: number): CallSite => (depth === 0 ? CallSite.here() : deep(depth - 1));
    expect(deep(5).text).toMatch(/^test\/lib\/problems\/format\.test\.ts:\d+$/);
  });

  test('leaves the length of stacks as it was', () => {
    const before = Error.stackTraceLimit;
    CallSite.here();
    expect(Error.stackTraceLimit).toBe(before);
  });
});
