/**
 * Writes docs/review/: what `kumiki review` says of five typical changes of the reference estate.
 *
 *     npm run review-pages -- [--check] [--html FOLDER] [--pictures]
 *
 * --html also writes the HTML pages, --pictures takes pictures of them with the browser that is called CHROMIUM (default chromium).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHANGES, REFUSED } from './review-pages/changes';
import { Estate, type Reviewed } from './review-pages/program';

const ROOT = resolve(__dirname, '..');
/** Where the pages are, below the repository. */
export const FOLDER = 'docs/review';
/** The change whose terminal output the manual shows. */
const SHOWN = 'new-call';

/** The reviews of all changes, and what the program says of the one that has no output. */
export interface ReviewPages {
  readonly reviews: ReadonlyMap<string, Reviewed>;
  readonly refusal: string;
}

/** @param folder where the copies of the program are made; emptied first */
export async function reviewPages(folder: string): Promise<ReviewPages> {
  const estate = await Estate.synthesized(folder);
  const reviews = new Map<string, Reviewed>();
  for (const change of CHANGES) reviews.set(change.name, await estate.reviewed(change));
  return { reviews, refusal: await estate.refusal(REFUSED) };
}

/** Texts of docs/review/ by file name. */
export function filesOf({ reviews, refusal }: ReviewPages): Map<string, string> {
  const files = new Map([...reviews].map(([name, { markdown }]) => [`${name}.md`, markdown]));
  files.set(`${SHOWN}.txt`, reviews.get(SHOWN)?.text ?? '');
  return files.set(`${REFUSED.name}.txt`, refusal);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, html: { type: 'string' } } });
  const pages = await reviewPages(join(ROOT, '.cache', 'review-pages'));
  for (const [name, text] of filesOf(pages)) {
    const file = join(ROOT, FOLDER, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    process.stdout.write(`${FOLDER}/${name}\n`);
    if (values.check === true) process.exitCode = 1;
    else writeFileSync(file, text);
  }
  if (values.html !== undefined) {
    mkdirSync(values.html, { recursive: true });
    for (const [name, { html }] of pages.reviews) writeFileSync(join(values.html, `${name}.html`), html);
  }
}

if (require.main === module) void main();
