/** What jest writes with --json, as far as it is read here. */
export interface JestResults {
  readonly testResults: readonly {
    readonly startTime: number;
    readonly endTime: number;
    /** `failed` also where something outside of its tests threw: an afterAll, say. */
    readonly status: 'passed' | 'failed';
    readonly message: string;
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[];
  }[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Scenes by their promise, each with what was seen of it and how long it took; and the counts of all. */
export function tableOf(results: readonly JestResults[]): { readonly lines: readonly string[]; readonly counts: Counts } {
  const files = results.flatMap(({ testResults }) => testResults);
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const lines = files.flatMap(({ assertionResults, startTime, endTime, status: ofFile, message }) => {
    const seconds = `${String(Math.round((endTime - startTime) / 1000))} s`.padStart(6);
    const first = assertionResults[0];
    const why = message.split('\n').find((line) => line.trim() !== '') ?? 'no test ran';
    if (first === undefined) {
      failed += 1;
      return [`${seconds}  FAILED  ${why}`];
    }
    const outside = ofFile === 'failed' && assertionResults.every(({ status }) => status !== 'failed');
    if (outside) failed += 1;
    const promises = [...new Set(assertionResults.map(promiseOf))];
    const table = promises.map((promise, index) => {
      const own = assertionResults.filter((one) => promiseOf(one) === promise);
      const count = (status: string) => own.filter((one) => one.status === status).length;
      passed += count('passed');
      failed += count('failed');
      skipped += own.length - count('passed') - count('failed');
      const verdict = count('failed') > 0 ? 'FAILED' : 'seen  ';
      return `${index === 0 ? seconds : ''.padStart(6)}  ${verdict}  ${promise} (${String(count('passed'))} of ${String(own.length)})`;
    });
    return outside ? [...table, `        FAILED  outside of its tests: ${why.trim()}`] : table;
  });
  return { lines, counts: { passed, failed, skipped } };
}

/** What its file or group promises; a test that stands alone says it itself. */
const promiseOf = ({ ancestorTitles, title }: { readonly ancestorTitles: readonly string[]; readonly title: string }): string =>
  ancestorTitles[0] ?? title;
