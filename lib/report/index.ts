export { ALL_CODES, codeFacts, severityText, type CodeFacts } from './code-facts';
export { exampleText, explainAll, explainCode, pageUrl, placeText } from './explain';
export { jsonReport, REPORT_VERSION } from './json-report';
export { readableJson } from './readable-json';
export { isAtLeast, reaches, reportOf, SEVERITIES, type AcknowledgedProblem, type Checked, type Report } from './report';
export { sourceLine, type SourceLine } from './source-line';
export { textReport } from './text-report';
