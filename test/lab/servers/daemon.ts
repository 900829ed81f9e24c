import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../layout';
import { until } from '../until';

/** A process that outlives the command that starts it: its pid and its log are kept under its name. */
export interface Daemon {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

const pidFile = (layout: Layout, name: string) => join(layout.folder, 'pids', name);
export const logFile = (layout: Layout, name: string): string => join(layout.folder, 'logs', `${name}.log`);

/** Starts it unless it runs. Only inside of the lab. */
export function start(layout: Layout, { name, command: [program, ...args], environment = {} }: Daemon): number {
  const running = pidOf(layout, name);
  if (running !== undefined) return running;
  mkdirSync(join(layout.folder, 'pids'), { recursive: true });
  const log = openSync(logFile(layout, name), 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], cwd: '/', env: { ...process.env, ...environment } });
  child.on('error', (error) => {
    throw error;
  });
  child.unref();
  if (child.pid === undefined) throw new Error(`${program} did not start`);
  writeFileSync(pidFile(layout, name), String(child.pid));
  return child.pid;
}

/** Its process id inside of the lab; undefined where it does not run. */
export function pidOf(layout: Layout, name: string): number | undefined {
  const file = pidFile(layout, name);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  return isRunning(pid) ? pid : undefined;
}

/** Ends it, at once unless the signal is a softer one, and waits until it is gone. */
export async function stop(layout: Layout, name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const pid = pidOf(layout, name);
  if (pid === undefined) return;
  process.kill(pid, signal);
  await until(`${name} has ended`, () => !isRunning(pid), { timeoutSeconds: 60, everyMs: 50 });
  rmSync(pidFile(layout, name), { force: true });
}

/** A zombie has ended, whether or not somebody has taken note. */
function isRunning(pid: number): boolean {
  const status = `/proc/${String(pid)}/stat`;
  if (!existsSync(status)) return false;
  try {
    return !readFileSync(status, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
