/**
 * Writes docs/review/: what `kumiki review` says of five typical changes of the reference estate.
 *
 *     npm run review-pages -- [--check] [--html FOLDER] [--pictures FOLDER]
 *
 * --html also writes the HTML pages, --pictures takes pictures of them with the browser that the variable CHROMIUM names
 * (chromium where it is not set). Those of docs/review/ have been reduced to 256 colours.
 */
import { spawnSync } from 'node:child_process';
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
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, html: { type: 'string' }, pictures: { type: 'string' } } });
  const pages = await reviewPages(join(ROOT, '.cache', 'review-pages'));
  for (const [name, text] of filesOf(pages)) {
    const file = join(ROOT, FOLDER, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    process.stdout.write(`${FOLDER}/${name}\n`);
    if (values.check === true) process.exitCode = 1;
    else writeFileSync(file, text);
  }
  if (values.html !== undefined) writePages(pages, values.html);
  if (values.pictures !== undefined) takePictures(pages, values.pictures);
}

function writePages({ reviews }: ReviewPages, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, { html }] of reviews) writeFileSync(join(folder, `${name}.html`), html);
}

/** Width and height of a picture: a page on a desk, down to its first tables. */
const SIZE = '1280,1300';

function takePictures(pages: ReviewPages, folder: string): void {
  const html = join(ROOT, '.cache', 'review-html');
  writePages(pages, html);
  mkdirSync(folder, { recursive: true });
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=${SIZE}`];
  for (const name of pages.reviews.keys()) {
    const picture = `--screenshot=${resolve(folder, `${name}.png`)}`;
    const { status, error } = spawnSync(process.env['CHROMIUM'] ?? 'chromium', [...flags, picture, `file://${join(html, `${name}.html`)}`]);
    if (status !== 0) throw new Error(`no picture of ${name} is taken: ${error?.message ?? `the browser ends with ${String(status)}`}`);
  }
}

if (require.main === module) void main();
