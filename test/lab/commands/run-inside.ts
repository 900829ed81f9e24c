import type { Layout } from '../layout';
import { enter } from '../servers/namespaces';

/** Carries a command of the lab out inside of it: this program once more, with the same arguments. */
export function runInside(layout: Layout, command: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status, signal } = enter(layout, [process.execPath, ...process.execArgv, process.argv[1] ?? '', ...command], environment);
  process.exitCode = status ?? (signal === null ? 1 : 130);
}
