import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '..', '..');
const folder = join(repository, '.cache', 'run-typescript-test');
const program = join(folder, 'program.ts');

/** Runs the text as a program, the way `npm run synth` runs stacks/main.ts. */
function run(...lines: string[]): { stdout: string; stderr: string } {
  writeFileSync(program, lines.join('\n'));
  const { FORCE_COLOR: _, ...env } = process.env; // a pipeline may ask for colours, and Node then gives them
  return spawnSync(process.execPath, ['--conditions=kumiki-source', '--require', './scripts/run-typescript.js', program], {
    cwd: repository,
    encoding: 'utf8',
    env,
  });
}

beforeEach(() => mkdirSync(folder, { recursive: true }));
afterEach(() => rmSync(folder, { recursive: true }));

test('a program in TypeScript runs', () => {
  expect(run("import { sep } from 'node:path';", 'const answer: string = sep as string;', 'console.log(answer.length);').stdout).toBe(
    '1\n',
  );
});

test('an edit shows at once', () => {
  run("console.log('before');");
  expect(run("console.log('after');").stdout).toBe('after\n');
});

test('a stack names the line of the TypeScript file', () => {
  const { stderr } = run(
    'interface Gone {',
    '  readonly a: string;',
    '}',
    '',
    "function fail(gone?: Gone): never { throw new Error('boom'); }",
    'fail();',
  );
  expect(stderr).toContain(`${program}:5:`);
  expect(stderr).toContain(`${program}:6:`);
});

test('the library reaches itself by its name, in TypeScript', () => {
  const { stdout, stderr } = run("console.log(require.resolve('kumiki'));");
  expect(stdout + stderr).toContain(join(repository, 'constructs', 'index.ts'));
});
