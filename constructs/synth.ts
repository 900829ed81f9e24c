import type { App } from 'cdktf';
import { formatProblems, KumikiError, type Problem } from '../lib/problems';
import { Platform } from './platform';

/**
 * Synthesizes an app and says what people need to read: all mistakes at once on standard error with exit code 1 and
 * nothing written; or the notes and warnings that stop nothing.
 */
export function synth(app: App): readonly Problem[] {
  try {
    app.synth();
  } catch (error) {
    if (!KumikiError.isKumikiError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return error.problems;
  }
  const { notices } = Platform.of(app);
  if (notices.length > 0) process.stderr.write(`${formatProblems(notices)}\n`);
  return notices;
}
