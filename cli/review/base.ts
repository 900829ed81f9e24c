import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A folder with an output, and what takes away again what was made for it; or why there is none. */
export type Base = { readonly folder: string; readonly remove: () => void } | { readonly mistake: string };

/** What is said of a program that fails: the end of what it said itself. */
const LINES = 20;

/** Whether a git commit goes by that name here. */
export function isGitRef(name: string): boolean {
  return !name.startsWith('-') && git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).ok;
}

/**
 * Synthesizes a commit in a work tree of its own, by the app of its own cdktf.json, and with the packages of its own lock
 * file: those that are installed here where the file is the same, else installed anew.
 */
export function synthesized(ref: string): Base {
  const top = git('rev-parse', '--show-toplevel');
  if (!top.ok) return { mistake: `there is no git repository here to take ${ref} from` };
  const place = mkdtempSync(join(tmpdir(), 'kumiki-base-'));
  const tree = join(place, 'tree');
  const remove = (): void => {
    git('worktree', 'remove', '--force', tree);
    rmSync(place, { recursive: true, force: true });
  };
  const failed = (mistake: string): Base => {
    remove();
    return { mistake };
  };
  const added = git('worktree', 'add', '--detach', '--quiet', tree, ref);
  if (!added.ok) return failed(`git makes no work tree of ${ref}:\n${ended(added.said)}`);

  const project = join(tree, relative(top.said.trim(), process.cwd()));
  const settings = settingsOf(project);
  if (settings === undefined) return failed(`${ref} has no cdktf.json with an app in this folder; name a folder that its synth wrote`);
  const installed = install(project);
  if (installed !== undefined) return failed(`the packages of ${ref} cannot be installed:\n${installed}`);
  const output = settings.output ?? 'cdktf.out';
  // What the head is written to and expanded with is not what the base is.
  const { CDKTF_OUTDIR: _folder, KUMIKI_EXPAND: _release, ...env } = process.env;
  const run = spawnSync(settings.app, { cwd: project, shell: true, encoding: 'utf8', env, maxBuffer: 1024 * 1024 * 1024 });
  const folder = join(project, output);
  if (run.status !== 0) return failed(`${ref} does not synthesize:\n${ended(`${run.stdout}${run.stderr}`)}`);
  if (!existsSync(join(folder, 'manifest.json'))) return failed(`the app of ${ref} ends well, and writes no output to ${output}`);
  return { folder, remove };
}

function settingsOf(project: string): { readonly app: string; readonly output: string | undefined } | undefined {
  try {
    const { app, output } = JSON.parse(readFileSync(join(project, 'cdktf.json'), 'utf8')) as Readonly<Record<string, unknown>>;
    return typeof app === 'string' && app !== '' ? { app, output: typeof output === 'string' ? output : undefined } : undefined;
  } catch {
    return undefined;
  }
}

/** What went wrong; undefined where the packages are there. */
function install(project: string): string | undefined {
  const here = join(process.cwd(), 'node_modules');
  if (existsSync(here) && textOf(join(project, 'package-lock.json')) === textOf('package-lock.json')) {
    symlinkSync(here, join(project, 'node_modules'));
    return undefined;
  }
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: project, encoding: 'utf8' });
  return run.status === 0 ? undefined : ended(`${run.stdout}${run.stderr}`);
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function ended(said: string): string {
  return said.trimEnd().split('\n').slice(-LINES).join('\n');
}

function git(...words: readonly string[]): { readonly ok: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('git', words, { encoding: 'utf8' });
  return { ok: status === 0, said: status === 0 ? stdout : `${stdout}${stderr}` };
}
