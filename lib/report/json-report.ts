import type { Report } from './report';
import { sourceLine } from './source-line';

/** Version of the form below: a change that readers must know of raises it. */
export const REPORT_VERSION = 1;

/** The report for programs. @param version of kumiki */
export function jsonReport({ problems, counts, checked }: Report, version: string): string {
  const { engines, jobs } = checked;
  const findings = problems.map(({ code, severity, path, source, at, message, value, limit, fix }) => ({
    code,
    severity,
    path,
    ...(source === undefined ? {} : sourceLine(source)),
    at,
    message,
    value,
    limit,
    fix,
  }));
  const report = { version: REPORT_VERSION, kumiki: version, engines, jobs: jobs.length, counts, findings };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
