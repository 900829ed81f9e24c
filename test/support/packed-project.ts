import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '..', '..');
const PACKED_BESIDE_DIST = ['package.json', 'README.md', 'LICENSE', 'bin'];

/**
 * Another team's repository with the package in it as npm would unpack it. Of this repository's node_modules it sees
 * only what the package declares, so that an undeclared import fails here and not at the team's.
 */
export class PackedProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'kumiki-package-'));
  /** Paths of the files in the package. */
  readonly packed: readonly string[];

  constructor(repository = REPOSITORY) {
    const staged = join(this.folder, 'staged');
    mkdirSync(staged);
    for (const file of PACKED_BESIDE_DIST) cpSync(join(repository, file), join(staged, file), { recursive: true });
    tool(repository, 'typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', join(staged, 'dist')], repository);

    const pack = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder], { cwd: staged, ...QUIET });
    const [{ filename, files }] = JSON.parse(pack);
    this.packed = files.map(({ path }: { path: string }) => path).sort();

    const home = join(this.folder, 'node_modules', 'kumiki');
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['-xzf', join(this.folder, filename), '--strip-components=1', '-C', home], QUIET);
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), '@types/node']) this.#link(repository, name);
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ name: 'a-team', private: true }));
  }

  /** Type-checks the programs as strictly as this repository does, and compiles them; fails with the compiler's words. */
  compile(programs: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(programs)) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), text);
    }
    const { compilerOptions } = JSON.parse(readFileSync(join(REPOSITORY, 'tsconfig.json'), 'utf8'));
    const own = { noEmit: false, customConditions: [], types: ['node'], rootDir: '.', skipLibCheck: false };
    writeFileSync(
      join(this.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...own }, files: Object.keys(programs) }),
    );
    tool(REPOSITORY, 'typescript/bin/tsc', [], this.folder);
  }

  /** What the compiled program prints. */
  run(file: string, env: Readonly<Record<string, string>> = {}, words: readonly string[] = []): string {
    return execFileSync(process.execPath, [file, ...words], { cwd: this.folder, ...QUIET, env: { PATH: process.env['PATH'], ...env } });
  }

  /** What the command of the package prints, as `npx kumiki` runs it. */
  kumiki(words: readonly string[]): string {
    const { bin } = JSON.parse(readFileSync(join(this.folder, 'node_modules', 'kumiki', 'package.json'), 'utf8'));
    return this.run(join('node_modules', 'kumiki', bin.kumiki), {}, words);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #link(repository: string, name: string): void {
    const link = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), link);
  }
}

const QUIET: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };

/** Runs a tool of the repository; what it printed becomes the message when it fails. */
function tool(repository: string, script: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(process.execPath, [join(repository, 'node_modules', script), ...args], { cwd, ...QUIET });
  } catch (error) {
    throw new Error(`${script} failed\n${(error as { stdout: string }).stdout}`, { cause: error });
  }
}
