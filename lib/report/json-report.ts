import type { Problem } from '../problems';
import type { Report } from './report';
import { sourceLine } from './source-line';

/** Version of the form below: a change that readers must know of raises it. */
export const REPORT_VERSION = 1;

/** The report for programs. @param version of kumiki */
export function jsonReport({ problems, acknowledged, counts, checked }: Report, version: string): string {
  const report = {
    version: REPORT_VERSION,
    kumiki: version,
    engines: checked.engines,
    jobs: checked.jobs.length,
    counts,
    findings: problems.map(member),
    acknowledged: acknowledged.map(({ reason, ...problem }) => ({ ...member(problem), reason })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function member({ code, severity, path, source, at, message, value, limit, fix }: Problem): object {
  return { code, severity, path, ...(source === undefined ? {} : sourceLine(source)), at, message, value, limit, fix };
}
