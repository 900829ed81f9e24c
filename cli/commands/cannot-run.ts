import { visibleLines } from '../../lib/problems';

/** The exit code where something could not be looked at. */
const CANNOT_RUN = 2;

/** A folder of something else has a mistake in every file. */
const MOST_MISTAKES = 20;

/** Says on standard error why nothing could be looked at, each reason once. @param mistakes a whole sentence each; the result is the exit code */
export function cannotRun(mistakes: readonly string[]): number {
  const reasons = [...new Set(mistakes)];
  const shown = reasons.slice(0, MOST_MISTAKES);
  const rest = reasons.length - shown.length;
  const lines = [...shown, ...(rest === 0 ? [] : [`and ${String(rest)} more`])];
  process.stderr.write(lines.map((line) => `kumiki: ${visibleLines(line)}\n`).join(''));
  return CANNOT_RUN;
}
