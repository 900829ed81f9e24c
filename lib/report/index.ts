export { ALL_CODES, codeFacts, severityText } from './code-facts';
export { exampleText, explainAll, explainCode, pageUrl, placeText } from './explain';
export { jsonReport } from './json-report';
export { readableJson } from './readable-json';
export { isAtLeast, reaches, reportOf, type AcknowledgedProblem, type Report } from './report';
export { sourceLine } from './source-line';
export { textReport } from './text-report';
