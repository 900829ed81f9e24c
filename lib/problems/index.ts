export { CallSite } from './call-site';
export { PROBLEM_CODES, type ProblemCode } from './codes';
export { compareProblems, formatProblem, formatProblems, paintProblem, type Paint, type TextRole } from './format';
export { KumikiError } from './kumiki-error';
export { nearest } from './nearest';
export type { Finding, Problem, Severity, SourcedFinding } from './problem';
export { codeOf, UNSEEN, visible, visibleLines } from './visible';
