import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as kumiki from 'kumiki';
import * as testing from 'kumiki/testing';
import { deadLinks } from '../../scripts/docs/links';
import { readPages, ROOT } from '../../scripts/docs/page';
import { writePrograms } from '../../scripts/docs/program';
import { typeMistakes } from '../../scripts/docs/type-check';

const pages = readPages();
const programs = pages.flatMap(writePrograms);

/** Classes that are described on the page of another. */
const ON_ANOTHER_PAGE: Readonly<Record<string, string>> = {
  'access-stack': 'domain-stack',
  checks: 'checks/README',
  upstream: 'workload',
  'workload-task': 'workload',
};

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
  expect(typeMistakes(programs)).toEqual([]);
}, 120_000);

test('every relative link leads somewhere', () => {
  expect(pages.flatMap(deadLinks)).toEqual([]);
});

test('every class of constructs/ has a page of the name of its source', () => {
  const sources = readdirSync(join(ROOT, 'constructs')).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const exported = sources.filter((name) => {
    const classes = readFileSync(join(ROOT, 'constructs', name), 'utf8').matchAll(/^export (?:abstract )?class (\w+)/gm);
    return [...classes].some(([, found = '']) => Object.hasOwn(kumiki, found));
  });
  const missing = exported
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !existsSync(join(ROOT, 'docs', `${ON_ANOTHER_PAGE[name] ?? name}.md`)));
  expect(missing).toEqual([]);
});

test('every export is named somewhere in the manual', () => {
  const manual = pages.map(({ text }) => text).join('\n');
  expect([...Object.keys(kumiki), ...Object.keys(testing)].filter((name) => !new RegExp(`\\b${name}\\b`).test(manual))).toEqual([]);
});

test('every example of a problem shows the problem', () => {
  const sections = pages
    .find(({ path }) => path === 'docs/problems.md')!
    .text.split(/^### /m)
    .slice(1);
  const codes = sections.map((section) => section.split('\n')[0]!);
  expect(codes.length).toBeGreaterThan(25);
  expect(codes.filter((code, index) => !new RegExp(`^(error|warning|note) ${code} at `, 'm').test(sections[index]!))).toEqual([]);
});

// The tests that the manual shows are tests of this file.
for (const { path } of programs.filter(({ fence }) => fence.file?.endsWith('.test.ts') === true)) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is known only when the manual was read
  require(path);
}
