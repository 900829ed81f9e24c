import builder from 'junit-report-builder';
import type { Problem, Severity } from '../../lib/problems';
import { formatProblem } from '../../lib/problems';
import { isAtLeast, sourceLine, type Report } from '../../lib/report';

/** JUnit XML: a suite for every job and place; a finding is a case, and so is a job in which nothing was found. */
export function junitReport({ problems, checked }: Report, { failOn }: { readonly failOn: Severity | 'never' }): string {
  const places = new Map<string, Problem[]>(checked.jobs.map((path) => [path, []]));
  for (const problem of problems) {
    const place = places.get(problem.path);
    if (place === undefined) places.set(problem.path, [problem]);
    else place.push(problem);
  }
  const report = builder.newBuilder().name('kumiki check');
  for (const [path, found] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const suite = report.testSuite().name(path);
    if (found.length === 0) suite.testCase().className(path).name('no findings');
    for (const problem of found) {
      const { code, severity, at, message, source } = problem;
      const testCase = suite
        .testCase()
        .className(path)
        .name(at === undefined ? code : `${code} ${at}`);
      if (source !== undefined) testCase.file(sourceLine(source).file);
      // The builder parts the first end of a CDATA section that a text holds, and leaves the others.
      const text = formatProblem(problem).replaceAll(']]>', ']] >');
      // What does not fail is shown with a case that passes.
      if (failOn === 'never' || !isAtLeast(severity, failOn)) testCase.standardOutput(text);
      else testCase.failure(message, code).stacktrace(text);
    }
  }
  return `${report.build()}\n`;
}
