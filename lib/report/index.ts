export { ALL_CODES, codeFacts, severityText, type CodeFacts } from './code-facts';
export { jsonReport, REPORT_VERSION } from './json-report';
export { isAtLeast, reaches, reportOf, SEVERITIES, type Checked, type Report } from './report';
export { sourceLine, type SourceLine } from './source-line';
export { textReport } from './text-report';
