import { spawn } from 'node:child_process';

export type Say = (line: string) => void;

export interface Step {
  /** In words, for the person who waits: `building vault 1.21.0`. */
  readonly what: string;
  readonly command: readonly [string, ...string[]];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const EVERY_MS = 15_000;
const TOLD_ON_FAILURE = 12; // lines

/** Runs one command that may take minutes. Answers with what it printed. */
export async function take(step: Step, say: Say): Promise<string> {
  const [program, ...parameters] = step.command;
  const child = spawn(program, parameters, {
    cwd: step.folder,
    env: { ...process.env, ...step.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  const everything: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text) && everything.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => everything.push(text));
  const ended = new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      if (code === 0) {
        done();
        return;
      }
      const last = everything.join('').trimEnd().split('\n').slice(-TOLD_ON_FAILURE);
      failed(new Error(`${step.what} failed (${signal ?? `exit code ${String(code)}`}):\n${last.join('\n')}`));
    });
  });
  await saying(step.what, ended, say);
  return printed.join('');
}

/** Says every quarter of a minute what is being waited for, and how long already. */
export async function saying<T>(what: string, work: Promise<T>, say: Say): Promise<T> {
  const started = Date.now();
  const progress = setInterval(() => say(`${what}: ${String(Math.round((Date.now() - started) / 1000))} s`), EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(progress);
  }
}
