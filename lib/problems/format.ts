import type { Problem } from './problem';

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

/** One problem as people read it; every line after the first is indented. */
export function formatProblem(problem: Problem): string {
  const lines = [`${problem.severity} ${problem.code} at ${problem.path}${problem.source === undefined ? '' : ` (${problem.source})`}`];
  lines.push(`  ${problem.at === undefined ? '' : `${problem.at}: `}${problem.message}`);
  if (problem.value !== undefined) lines.push(`  value: ${problem.value}`);
  if (problem.limit !== undefined) lines.push(`  limit: ${problem.limit}`);
  lines.push(`  fix: ${problem.fix}`);
  return lines.join('\n');
}

/** All problems, sorted, said once each. */
export function formatProblems(problems: readonly Problem[]): string {
  const texts = [...problems].sort(compareProblems).map(formatProblem);
  return [...new Set(texts)].join('\n\n');
}
