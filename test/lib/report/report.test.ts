import fc from 'fast-check';
import { Engines } from '../../../lib/platform';
import { formatProblem, type Problem } from '../../../lib/problems';
import { jsonReport, reaches, reportOf, textReport } from '../../../lib/report';

const CHECKED = { jobs: ['sec-orders', 'sec-quotes'], engines: Engines.tested().versions };

const problem = (own: Partial<Problem>): Problem => ({
  code: 'NOMAD-RULE',
  severity: 'warning',
  path: 'trading/orders',
  message: 'it is so',
  fix: 'make it otherwise',
  ...own,
});

const note = problem({ severity: 'note' });
const warning = problem({ path: 'trading/fills' });
const error = problem({ severity: 'error', path: 'settlement/ledger' });
const list = [note, warning, problem({ at: 'Count' }), error, problem({ path: 'settlement/ledger' }), problem({ code: 'NOMAD-PORT' })];

describe('a report', () => {
  test('has the findings of one place together, and the place with the worst first', () => {
    expect(reportOf(list, CHECKED).problems.map(({ path, severity }) => `${severity} ${path}`)).toEqual([
      'error settlement/ledger',
      'warning settlement/ledger',
      'warning trading/fills',
      'warning trading/orders',
      'warning trading/orders',
      'note trading/orders',
    ]);
  });

  test('is the same in whatever order things were found, and says each once', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => {
        expect(reportOf([...shuffled, ...shuffled], CHECKED)).toEqual(reportOf(list, CHECKED));
      }),
    );
  });

  test('counts each severity', () => {
    expect(reportOf(list, CHECKED).counts).toEqual({ error: 1, warning: 4, note: 1 });
  });

  test.each([
    [[note], ['note']],
    [
      [note, warning],
      ['warning', 'note'],
    ],
    [[error], ['error', 'warning', 'note']],
    [[], []],
  ] as const)('of %# reaches what its worst finding reaches', (problems, reached) => {
    const report = reportOf(problems, CHECKED);
    expect((['error', 'warning', 'note'] as const).filter((severity) => reaches(report, severity))).toEqual(reached);
  });

  test('does not count what the program lets stand', () => {
    const report = reportOf([], CHECKED, [{ ...error, reason: 'the vendor says so' }]);
    expect([report.counts.error, reaches(report, 'note')]).toEqual([0, false]);
  });
});

describe('the text of a report', () => {
  const plain = (...problems: Problem[]) => textReport(reportOf(problems, CHECKED), { colour: false });

  test('has every finding as a synth prints it, and ends with the counts', () => {
    expect(plain(warning, error)).toBe(
      `${formatProblem(error)}\n\n${formatProblem(warning)}\n\n1 error, 1 warning; 2 jobs checked for Nomad 1.11.3 community\n`,
    );
  });

  test('shows control characters of a job instead of sending them to the terminal', () => {
    const text = plain(problem({ path: 'a\u001b[2Jb', value: '\u0007 \u009b1m\r\n\ttab' }));

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).toContain('a\\x1b[2Jb');
    expect(text).toContain('value: \\x07 \\x9b1m\\x0d\n    \\x09tab');
  });

  test('has colours for a terminal, and the same words', () => {
    const coloured = textReport(reportOf(list, CHECKED), { colour: true });
    expect(coloured).not.toBe(plain(...list));

    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain(...list));
  });
});

describe('the JSON of a report', () => {
  test('keeps a file name with a colon, and knows no line where none was said', () => {
    const { findings } = JSON.parse(
      jsonReport(reportOf([problem({ source: 'C:\\jobs\\a.json' }), problem({ at: 'Count', source: 'a:b.json:7' })], CHECKED), '1.0.0'),
    );
    expect(findings.map(({ file, line }: { file: string; line?: number }) => [file, line])).toEqual([
      ['C:\\jobs\\a.json', undefined],
      ['a:b.json', 7],
    ]);
  });
});
