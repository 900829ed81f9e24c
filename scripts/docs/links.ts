// Relative links of the manual: each leads to a file of the repository, and to a heading of it where it names one.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, type Page } from './page';

/** One line for each link that leads nowhere. */
export function deadLinks(page: Page): string[] {
  const text = page.text.replaceAll(/^(`{3,}).*?^\1$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page.path, target))
    .map((target) => `${page.path}: ${target}`);
}

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? join(ROOT, from) : join(ROOT, dirname(from), path);
  if (!existsSync(file)) return false;
  if (heading === undefined) return true;
  return statSync(file).isFile() && headingsOf(readFileSync(file, 'utf8')).includes(heading);
}

/** Anchors as GitHub makes them. */
function headingsOf(text: string): string[] {
  const lines = text.replaceAll(/^(`{3,}).*?^\1$/gms, '').matchAll(/^#+ (.+)$/gm);
  return [...lines].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
