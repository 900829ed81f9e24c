import { spawnSync } from 'node:child_process';
import type { Layout } from '../layout';
import { insideCommand, insideEnvironment } from '../servers/namespaces';

/** Carries a command of the lab out inside of it, and ends as it ends. */
export function runInside(layout: Layout, args: readonly string[]): void {
  const [program, ...rest] = insideCommand(layout, args);
  if (process.getuid?.() !== 0) throw new Error('a lab is entered by root: its namespaces are not for others');
  const { status, signal, error } = spawnSync(program, rest, { stdio: 'inherit', env: insideEnvironment(layout) });
  if (error !== undefined) throw new Error(`the lab cannot be entered: ${error.message}`);
  process.exitCode = status ?? (signal === null ? 1 : 130);
}
