// A copy of the reference estate's program, which may be edited, and what its synth and its review say.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Review } from '../../lib/review';
import type { Change, Edit } from './changes';

const ROOT = resolve(__dirname, '..', '..');

/** A Monday in the session, so that it always is the same one; written as a pipeline would write it. */
export const AT = '2026-11-30T10:00:00+09:00';

/** Every form of one review. */
export interface Reviewed {
  readonly markdown: string;
  readonly html: string;
  readonly text: string;
  readonly review: Review;
  readonly exitCode: number;
}

/** What a process said. */
interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as it is, and what reviews of its edited copies say. */
export class Estate {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param folder emptied first; below the repository, so that packages are found */
  static async synthesized(folder: string): Promise<Estate> {
    rmSync(folder, { recursive: true, force: true });
    const run = await synth(copied(join(folder, 'base'), []), join(folder, 'base', 'main'));
    if (run.status !== 0) throw new Error(`the estate does not synthesize:\n${run.stderr}`);
    return new Estate(folder);
  }

  /** The review of a change, as somebody gets it whose pull request is compared with main. */
  async reviewed(change: Change): Promise<Reviewed> {
    const { folder, run } = await this.#changed(change);
    if (run.status !== 0) throw new Error(`${change.name} does not synthesize:\n${run.stderr}`);
    const main = join(this.#folder, 'base', 'main');
    symlinkSync(main, join(folder, 'main'));
    for (const domain of change.asInMain ?? [])
      for (const part of [`stacks/${domain}`, `stacks/${domain}-access`, `mesh/${domain}.json`])
        cpSync(join(main, part), join(folder, 'pull-request', part), { recursive: true });
    const outputs = ['--base', 'main', '--head', 'pull-request', '--at', AT];
    const files = ['--markdown', 'page.md', '--html', 'page.html', '--json', 'page.json', '--no-color'];
    const { status, stdout, stderr } = await execute([join(ROOT, 'bin', 'kumiki.js'), 'review', ...outputs, ...files], folder);
    if (stderr !== '') throw new Error(`${change.name} cannot be reviewed:\n${stderr}`);
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const review = JSON.parse(read('page.json')) as Review;
    return { markdown: read('page.md'), html: read('page.html'), text: stdout, review, exitCode: status };
  }

  /** What the synth of a change says that has no output to review. */
  async refusal(change: Change): Promise<string> {
    const { run } = await this.#changed(change);
    if (run.status === 0) throw new Error(`${change.name} synthesizes, and was to be refused`);
    return run.stderr;
  }

  async #changed(change: Change): Promise<{ readonly folder: string; readonly run: Run }> {
    const folder = copied(join(this.#folder, change.name), change.edits);
    return { folder, run: await synth(folder, join(folder, 'pull-request')) };
  }
}

/** A folder with the program, in which stacks/ is a copy. */
function copied(folder: string, edits: readonly Edit[]): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['stacks', 'package.json']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const name of ['constructs', 'lib', 'scripts']) symlinkSync(join(ROOT, name), join(folder, name));
  for (const edit of edits) apply(join(folder, 'stacks'), edit);
  return folder;
}

/** Makes an edit. One whose text is not there, or is there twice, is of another version of the estate. */
export function apply(stacks: string, { file, find, replace }: Edit): void {
  const path = join(stacks, file);
  if (find === undefined) {
    if (existsSync(path)) throw new Error(`stacks/${file} is there already, and was to be new`);
    writeFileSync(path, replace);
    return;
  }
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`stacks/${file} has ${String(found)} times, and not once, what an edit looks for:\n${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}

async function synth(folder: string, outdir: string): Promise<Run> {
  const words = ['--conditions=kumiki-source', '--require', './scripts/run-typescript.js', 'stacks/main.ts', 'production'];
  return execute(words, folder, { CDKTF_OUTDIR: outdir });
}

async function execute(words: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Run> {
  // What this process is run with is not what a reviewer's are run with.
  const { KUMIKI_EXPAND: _expand, KUMIKI_ENVIRONMENT: _environment, FORCE_COLOR: _colour, NODE_OPTIONS: _options, ...env } = process.env;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, words, { cwd, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.on('error', failed);
    child.on('close', (status) => {
      done({ status: status ?? -1, ...said });
    });
  });
}
