import { spawnSync } from 'node:child_process';
import type { Layout } from '../layout';
import { insideCommand, insideEnvironment } from '../servers/namespaces';

/** Carries a command of the lab out inside of it, and ends as it ends. */
export function runInside(layout: Layout, args: readonly string[]): void {
  const [program, ...rest] = insideCommand(layout, args);
  const { status, signal } = spawnSync(program, rest, { stdio: 'inherit', env: insideEnvironment(layout) });
  process.exitCode = status ?? (signal === null ? 1 : 130);
}
