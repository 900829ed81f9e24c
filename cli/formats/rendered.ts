import { jsonReport, textReport, type Report } from '../../lib/report';
import type { Severity } from '../../lib/problems';
import type * as Junit from './junit';
import type { Format } from './names';
import type * as Sarif from './sarif';

/* eslint-disable @typescript-eslint/no-require-imports -- their packages take longer to load than a check of a job */
const load = {
  junit: () => require('./junit') as typeof Junit,
  sarif: () => require('./sarif') as typeof Sarif,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What a format may need beside the report. */
export interface FormatOptions {
  /** Version of kumiki. */
  readonly version: string;
  /** Whether the text is for a terminal that has colours. */
  readonly colour: boolean;
  /** From which severity on a finding fails. */
  readonly failOn: Severity | 'never';
  /** Where the pages of the manual are served; undefined where nobody said. */
  readonly manual: string | undefined;
}

/** The whole text of a report. */
export function rendered(report: Report, format: Format, options: FormatOptions): string {
  switch (format) {
    case 'text':
      return textReport(report, options);
    case 'json':
      return jsonReport(report, options.version);
    case 'sarif':
      return load.sarif().sarifReport(report, options);
    case 'junit':
      return load.junit().junitReport(report, options);
  }
}
