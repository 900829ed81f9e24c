import { execFileSync } from 'node:child_process';
import { deadLinks } from '../../scripts/docs/links';
import { readPages, ROOT } from '../../scripts/docs/page';
import { writePrograms } from '../../scripts/docs/program';
import { typeMistakes } from '../../scripts/docs/type-check';

const pages = readPages();

test('every page is what npm run docs writes', () => {
  const run = ['--conditions=kumiki-source', '--require', './scripts/run-typescript.js', 'scripts/docs.ts', '--check'];
  let stale = '';
  try {
    execFileSync(process.execPath, run, { cwd: ROOT, encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    stale = `${stdout}${stderr}`;
  }
  expect(stale).toBe('');
}, 60_000);

test('every TypeScript fence type-checks', () => {
  expect(typeMistakes(pages.flatMap(writePrograms))).toEqual([]);
}, 120_000);

test('every relative link leads somewhere', () => {
  expect(pages.flatMap(deadLinks)).toEqual([]);
});
