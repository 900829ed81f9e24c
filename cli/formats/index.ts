import { textReport, type Report } from '../../lib/report';

/** How a report is written. */
export type Format = 'text';

/** The whole text of a report. */
export function rendered(report: Report, _format: Format, options: { readonly colour: boolean }): string {
  return textReport(report, options);
}
