import type { Problem, Severity } from './problem';
import { visibleLines } from './visible';

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** Order that no declaration order can change: severity, path, place inside, code, message. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    ORDER[a.severity] - ORDER[b.severity] ||
    compareText(a.path, b.path) ||
    compareText(a.at ?? '', b.at ?? '') ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a piece of the text is. */
export type TextRole = Severity | 'code' | 'place' | 'label';

/** How a piece is shown where a terminal has colours. */
export type Paint = (text: string, role: TextRole) => string;

const PLAIN: Paint = (text) => text;

/** One problem as people read it; every line after the first is indented. */
export function formatProblem(problem: Problem): string {
  return paintProblem(problem, PLAIN);
}

/** {@link formatProblem} for a terminal. */
export function paintProblem(problem: Problem, paint: Paint): string {
  const { severity, code, path, source, at, message, value, limit, fix } = problem;
  const place = paint(visibleLines(`${path}${source === undefined ? '' : ` (${source})`}`), 'place');
  const lines = [`${paint(severity, severity)} ${paint(code, 'code')} at ${place}`];
  lines.push(`  ${visibleLines(`${at === undefined ? '' : `${at}: `}${message}`)}`);
  if (value !== undefined) lines.push(`  ${paint('value:', 'label')} ${visibleLines(value)}`);
  if (limit !== undefined) lines.push(`  ${paint('limit:', 'label')} ${visibleLines(limit)}`);
  lines.push(`  ${paint('fix:', 'label')} ${visibleLines(fix)}`);
  return lines.join('\n');
}

/** All problems, sorted, said once each. */
export function formatProblems(problems: readonly Problem[]): string {
  const texts = [...problems].sort(compareProblems).map(formatProblem);
  return [...new Set(texts)].join('\n\n');
}
