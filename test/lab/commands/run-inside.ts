import { spawn } from 'node:child_process';
import type { Layout } from '../layout';
import { insideCommand, insideEnvironment } from '../servers/namespaces';

/** Carries a command of the lab out inside of it; this process will end as that one ends. */
export async function runInside(layout: Layout, args: readonly string[]): Promise<void> {
  const [program, ...rest] = insideCommand(layout, args);
  if (process.getuid?.() !== 0) throw new Error('a lab is entered by root: its namespaces are not for others');
  process.exitCode = await new Promise<number>((resolve, reject) => {
    spawn(program, rest, { stdio: 'inherit', env: insideEnvironment(layout) })
      .once('error', (error) => {
        reject(new Error(`the lab cannot be entered: ${error.message}`));
      })
      .once('exit', (status, signal) => {
        resolve(status ?? (signal === null ? 1 : 130));
      });
  });
}
