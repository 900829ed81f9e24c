// Runs the programs of the manual as an engineer would: each in a folder of its own, beside the platform.ts of docs/platform.md.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePage, ROOT, type Fence, type Page } from './page';

/** Below the repository, so that `kumiki` is this package. */
export const PROGRAMS = join(ROOT, '.cache', 'docs');

/** A fence on disk, with the files it may import. */
export interface ProgramFile {
  readonly page: string;
  readonly fence: Fence;
  readonly folder: string;
  readonly path: string;
  /** Whether running it writes something: it synthesizes. */
  readonly runs: boolean;
}

/** What a program left behind. */
export interface Output {
  /** What it said on standard error. */
  readonly messages: string;
  /** File below the output directory → text. */
  readonly files: ReadonlyMap<string, string>;
}

const NAMELESS = { ts: 'program.ts', js: 'program.js' } as const;

/** Writes the TypeScript and JavaScript fences of a page, each into its own folder. */
export function writePrograms(page: Page): ProgramFile[] {
  const name = page.path.replace(/\.md$/, '').replaceAll('/', '-');
  rmSync(join(PROGRAMS, name), { recursive: true, force: true });
  const shared = sharedFiles();
  const code = page.fences.filter(({ language }) => language === 'ts' || language === 'js');
  return code.map((fence, index): ProgramFile => {
    const folder = join(PROGRAMS, name, String(index + 1));
    mkdirSync(folder, { recursive: true });
    const named = code.filter(({ file }) => file !== undefined && file !== fence.file);
    for (const { file = '', code: text } of [...shared, ...named]) writeFileSync(join(folder, file), `${text}\n`);
    const path = join(folder, fence.file ?? NAMELESS[fence.language as keyof typeof NAMELESS]);
    writeFileSync(path, `${fence.code}\n`);
    return { page: page.path, fence, folder, path, runs: /\bsynth\(/.test(fence.code) };
  });
}

/** platform.ts, which every page may import. */
function sharedFiles(): Fence[] {
  const path = 'docs/platform.md';
  return parsePage(path, readFileSync(join(ROOT, path), 'utf8')).fences.filter(({ file }) => file === 'platform.ts');
}

/** Runs a program in this process; the library is loaded once for all of them. */
export function runProgram({ folder, path }: ProgramFile): Output {
  const load = createRequire(path);
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-docs-'));
  const before = {
    cwd: process.cwd(),
    outdir: process.env['CDKTF_OUTDIR'],
    exitCode: process.exitCode,
    write: process.stderr.write.bind(process.stderr),
  };
  let messages = '';
  process.chdir(folder);
  process.env['CDKTF_OUTDIR'] = outdir;
  process.stderr.write = (text: string | Uint8Array): boolean => {
    messages += String(text);
    return true;
  };
  try {
    load(path);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'KumikiError') throw error;
    messages += error.message;
  } finally {
    process.stderr.write = before.write;
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
    if (before.outdir === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = before.outdir;
  }
  const files = readFiles(outdir);
  rmSync(outdir, { recursive: true });
  return { messages: messages.trimEnd(), files };
}

/** How `npm run synth` sums the reference estate up. */
export function referenceEstate(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-docs-'));
  const command = ['--conditions=kumiki-source', '--require', './scripts/run-typescript.js', 'stacks/main.ts'];
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  const text = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  rmSync(outdir, { recursive: true });
  // The table of resources below it is for those who run it.
  return (/^.+?(?=;? *(?:resources:|┌|$))/s.exec(text)?.[0] ?? text).trim();
}

function readFiles(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
