// Writes the generated blocks of the manual, and the pages of rules. With --check it writes nothing and names what is stale.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedRulePages } from './docs/check-pages';
import { Manual } from './docs/manual';
import { readPages, ROOT } from './docs/page';

async function main(): Promise<void> {
  const manual = new Manual();
  const onlyChecks = process.argv.includes('--check');
  const pages = readPages();
  const { missing, gone } = changedRulePages(pages);
  const stale = gone.map(({ path }) => path);
  if (!onlyChecks) for (const path of stale) rmSync(join(ROOT, path));
  for (const page of [...pages, ...missing]) {
    if (gone.includes(page)) continue;
    const text = await manual.render(page);
    if (text === page.text && !missing.includes(page)) continue;
    stale.push(page.path);
    if (!onlyChecks) writeFileSync(join(ROOT, page.path), text);
  }
  process.stdout.write(stale.map((path) => `${path}\n`).join(''));
  if (onlyChecks && stale.length > 0) process.exitCode = 1;
}

void main();
