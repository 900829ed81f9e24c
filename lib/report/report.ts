import type { EngineVersions } from '../platform';
import { compareProblems, formatProblem, type Problem, type Severity } from '../problems';

/** The worst first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[];

/** What was looked at. */
export interface Checked {
  /** Path of every job. */
  readonly jobs: readonly string[];
  /** What the verdicts are for. */
  readonly engines: EngineVersions;
}

/** A finding that a program lets stand, and why. */
export interface AcknowledgedProblem extends Problem {
  readonly reason: string;
}

/** What a run of the checks found, in the order people and machines read it. */
export interface Report {
  /** By place, the places with the worst first; each finding once. */
  readonly problems: readonly Problem[];
  /** What nobody has to look at: it counts nowhere. */
  readonly acknowledged: readonly AcknowledgedProblem[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly checked: Checked;
}

/** The order does not depend on the order in which things were found. */
export function reportOf(found: readonly Problem[], checked: Checked, acknowledged: readonly AcknowledgedProblem[] = []): Report {
  const problems = once([...found].sort(compareProblems));
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of problems) counts[severity]++;
  return { problems: byPlace(problems), acknowledged: once([...acknowledged].sort(compareProblems)), counts, checked };
}

/** Whether a severity is as bad as another, or worse. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(other);
}

/** Whether the report has a finding that is at least this bad. */
export function reaches({ counts }: Report, severity: Severity): boolean {
  return SEVERITIES.some((other) => counts[other] > 0 && isAtLeast(other, severity));
}

/** Sorted problems without those that read the same. */
function once<P extends Problem>(problems: readonly P[]): P[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const text = formatProblem(problem);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** Problems of one place together. They come worst first, so the place of the worst is the first place. */
function byPlace(problems: readonly Problem[]): Problem[] {
  const places = new Map<string, Problem[]>();
  for (const problem of problems) {
    const place = places.get(problem.path);
    if (place === undefined) places.set(problem.path, [problem]);
    else place.push(problem);
  }
  return [...places.values()].flat();
}
