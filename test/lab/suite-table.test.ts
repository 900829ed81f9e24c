import { tableOf } from './suite-table';

const file = (seconds: number, ...tests: readonly (readonly [promise: string, status: string])[]) => ({
  startTime: 1000,
  endTime: 1000 + seconds * 1000,
  status: tests.every(([, status]) => status !== 'failed') && tests.length > 0 ? ('passed' as const) : ('failed' as const),
  message: 'Cannot find module x',
  assertionResults: tests.map(([promise, status], index) => ({ ancestorTitles: [promise], title: `sees ${String(index)}`, status })),
});

describe('the table of scenes', () => {
  it('has a line for each promise, with the time of its file', () => {
    const { lines } = tableOf([
      { testResults: [file(12, ['calls pass', 'passed'], ['calls pass', 'passed'], ['others do not', 'failed'])] },
    ]);

    expect(lines).toEqual(['  12 s  seen    calls pass (2 of 2)', '        FAILED  others do not (0 of 1)']);
  });

  it('calls a test that stands alone by its own words', () => {
    const { assertionResults, ...rest } = file(3, ['', 'passed']);
    const alone = { ...rest, assertionResults: assertionResults.map((one) => ({ ...one, ancestorTitles: [], title: 'plans agree' })) };

    expect(tableOf([{ testResults: [alone] }]).lines).toEqual(['   3 s  seen    plans agree (1 of 1)']);
  });

  it('counts a file in which no test could run as failed', () => {
    const { lines, counts } = tableOf([{ testResults: [file(0)] }]);

    expect(lines).toEqual(['   0 s  FAILED  Cannot find module x']);
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts what failed outside of the tests of a file, such as its clean-up', () => {
    const { lines, counts } = tableOf([
      { testResults: [{ ...file(3, ['calls pass', 'passed']), status: 'failed', message: '  ● nothing is left\n' }] },
    ]);

    expect(lines).toEqual(['   3 s  seen    calls pass (1 of 1)', '        FAILED  outside of its tests: ● nothing is left']);
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts what was skipped as skipped', () => {
    expect(tableOf([{ testResults: [file(1, ['a', 'pending'], ['a', 'passed'])] }]).counts).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });
});
