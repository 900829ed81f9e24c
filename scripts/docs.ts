// Writes the generated blocks of the manual. With --check it writes nothing and names the pages that are stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manual } from './docs/manual';
import { readPages, ROOT } from './docs/page';

async function main(): Promise<void> {
  const manual = new Manual();
  const stale: string[] = [];
  for (const page of readPages()) {
    const text = await manual.render(page);
    if (text !== page.text) stale.push(page.path);
    if (text !== page.text && !process.argv.includes('--check')) writeFileSync(join(ROOT, page.path), text);
  }
  process.stdout.write(stale.map((path) => `${path}\n`).join(''));
  if (process.argv.includes('--check') && stale.length > 0) process.exitCode = 1;
}

void main();
