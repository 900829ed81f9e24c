import type { App } from 'cdktf';
import { formatProblems, KumikiError, type Problem } from '../lib/problems';
import { ExpandedOutput } from './expanded-output';
import { Platform } from './platform';

/** How an app is synthesized. */
export interface SynthOptions {
  /**
   * Folder of the output that was applied last in this environment. What is written then permits what that release and this
   * one permit, and retires no job, so that both can run while the jobs of this one are rolled out; the plain output settles
   * it afterwards. Which of it was kept is said on standard error. CHANGE-RELEASE, CHANGE-IN-PLACE, CHANGE-UNION and
   * CHANGE-RENAME. @default - this release alone
   */
  readonly expand?: string | undefined;
}

/**
 * Synthesizes an app and says what people need to read: all mistakes at once on standard error with exit code 1 and
 * nothing written; or the notes and warnings that stop nothing.
 * @param app the app; @param options expand, for a deploy in two phases
 */
export function synth(app: App, { expand }: SynthOptions = {}): readonly Problem[] {
  let expanded: ExpandedOutput | undefined;
  try {
    if (expand !== undefined) expanded = new ExpandedOutput(Platform.of(app), expand);
    app.synth();
  } catch (error) {
    if (!KumikiError.isKumikiError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return error.problems;
  }
  const { notices, acknowledged } = Platform.of(app);
  if (notices.length > 0) process.stderr.write(`${formatProblems(notices)}\n`);
  const silenced = acknowledged.filter(({ by }) => by === 'acknowledge').length;
  if (silenced > 0) process.stderr.write(`${String(silenced)} ${silenced === 1 ? 'finding' : 'findings'} acknowledged\n`);
  if (expanded !== undefined) process.stderr.write(`${expanded.summary}\n`);
  return notices;
}
