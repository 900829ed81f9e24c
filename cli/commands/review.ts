import { rmSync, writeFileSync } from 'node:fs';
import { pageOf } from '../../lib/page';
import { emptyRelease, MINIMUM_REASON, review as reviewed, type Decision, type Release } from '../../lib/review';
import { isGitRef, synthesized } from '../review/base';
import { markdownPage } from '../review/markdown';
import { readPlans } from '../review/plans';
import { textPage } from '../review/text';
import { codeOf, isFolder } from '../input/input';
import { momentOf } from '../input/moment';
import { policyIn } from '../input/policy-in';
import { readFolder, unreadFiles } from '../input/read-folder';
import { cannotRun } from './cannot-run';
import { hasColours } from './has-colours';
import type * as Html from '../review/html';
import type * as Sarif from '../review/sarif';

/* eslint-disable @typescript-eslint/no-require-imports -- their packages take longer to load than a review takes */
const load = {
  html: () => require('../review/html') as typeof Html,
  sarif: () => require('../review/sarif') as typeof Sarif,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What the command line says of a review. */
export interface ReviewCommandOptions {
  readonly base: string;
  readonly head: string;
  readonly plan?: readonly string[];
  /** ISO 8601; when it is meant to be applied. */
  readonly at?: string;
  readonly breakGlass?: string;
  /** Whose decisions hold instead of the house's own. */
  readonly policy?: string;
  readonly json?: string;
  readonly markdown?: string;
  readonly markdownLimit: string;
  readonly html?: string;
  readonly sarif?: string;
  readonly color?: boolean;
}

/** What is there before the first release. */
export const NOTHING = 'none';

/** Exit codes by verdict. 1 is left to what is meant by it elsewhere, 2 to what cannot run. */
export const EXIT_CODES: Readonly<Record<Decision, number>> = { AUTO: 0, 'NEEDS ONE': 10, 'NEEDS TWO': 11, BLOCK: 12 };

/** `kumiki review`: compares two outputs, and says what a person has to know before the second is applied. */
export async function review(options: ReviewCommandOptions, version: string): Promise<number> {
  const mistakes: string[] = [];
  const at = options.at === undefined ? new Date() : momentOf(options.at);
  if (at === undefined) mistakes.push(`--at ${options.at ?? ''} is no moment; write it as 2026-11-30T16:00:00+09:00`);
  const limit = Number(options.markdownLimit);
  if (!Number.isInteger(limit) || limit < LEAST_LIMIT)
    mistakes.push(`--markdown-limit ${options.markdownLimit} is no number of characters from ${String(LEAST_LIMIT)} on`);
  if (options.breakGlass !== undefined && options.breakGlass.trim().length < MINIMUM_REASON)
    mistakes.push(`--break-glass needs a reason of at least ${String(MINIMUM_REASON)} characters, which the page will show`);
  const policy = options.policy === undefined ? undefined : policyIn(options.policy);
  if (policy !== undefined && 'mistake' in policy) mistakes.push(policy.mistake);
  const outputs = mistakes.length > 0 ? { mistakes: [] } : outputsOf(options);
  if ('mistakes' in outputs) return cannotRun([...mistakes, ...outputs.mistakes]);
  const { base, head } = outputs;
  const { plans, mistakes: unread } = readPlans(options.plan ?? [], new Set([...base.output.stacks.keys(), ...head.output.stacks.keys()]));
  if (at === undefined || unread.length > 0) return cannotRun(unread);

  const found = reviewed(base, head, {
    at,
    plans,
    breakGlass: options.breakGlass,
    decisions: policy !== undefined && 'policy' in policy ? policy.policy.decisions : undefined,
  });
  const page = pageOf(found);
  const writers: readonly (readonly [file: string | undefined, text: () => string | Promise<string>])[] = [
    [options.json, () => `${JSON.stringify(found, undefined, 2)}\n`],
    [options.markdown, () => markdownPage(page, { limit })],
    [
      options.html,
      async () => {
        const { drawGraph, htmlPage } = load.html();
        return htmlPage(page, await drawGraph(page.graph));
      },
    ],
    [options.sarif, () => load.sarif().sarifReview(found, { version })],
  ];
  // All texts before the first file: a review is written whole, or not at all.
  const texts: (readonly [file: string, text: string])[] = [];
  for (const [file, text] of writers) if (file !== undefined) texts.push([file, await text()]);
  texts.sort(([a], [b]) => Number(a === STDOUT) - Number(b === STDOUT));
  const failures: string[] = [];
  for (const [file, text] of texts) if (failures.length === 0) failures.push(...written(file, text));
  if (failures.length > 0) {
    for (const [file] of texts) if (file !== STDOUT) rmSync(file, { force: true });
    return cannotRun(failures);
  }
  if (!writers.some(([file]) => file === STDOUT)) process.stdout.write(textPage(page, { colour: options.color ?? hasColours() }));
  return EXIT_CODES[found.verdict.decision];
}

const STDOUT = '-';
const LEAST_LIMIT = 4000;

type Outputs = { readonly base: Release; readonly head: Release } | { readonly mistakes: readonly string[] };

function outputsOf({ base: from, head: to }: ReviewCommandOptions): Outputs {
  const head = releaseIn(to, to);
  if ('mistake' in head) return { mistakes: [head.mistake] };
  const base = baseOf(from, head.release);
  return 'mistake' in base ? { mistakes: [base.mistake] } : { base: base.release, head: head.release };
}

type Read = { readonly release: Release } | { readonly mistake: string };

/** A folder where there is one, else a commit. */
function baseOf(name: string, head: Release): Read {
  if (isFolder(name)) return releaseIn(name, name, head);
  if (name === NOTHING) return { release: emptyRelease('nothing') };
  if (!isGitRef(name)) return { mistake: `${name} is neither a folder nor a git commit here; write --base ${NOTHING} for a first release` };
  const made = synthesized(name);
  if ('mistake' in made) return made;
  try {
    return releaseIn(made.folder, name, head);
  } finally {
    made.remove();
  }
}

function releaseIn(folder: string, name: string, like?: Release): Read {
  if (!isFolder(folder)) return { mistake: `${folder} is not there, or is no folder; name the one that a synth wrote` };
  try {
    const read = readFolder(folder, { like, name });
    if ('release' in read) {
      const [unread] = unreadFiles(folder, read.release);
      if (unread === undefined) return read;
      return { mistake: unread };
    }
    const { code, message, value, limit, fix } = read.finding;
    const said = [
      message,
      ...(value === undefined ? [] : [`value: ${value}`]),
      ...(limit === undefined ? [] : [`limit: ${limit}`]),
      `fix: ${fix}`,
    ];
    return { mistake: `${code} ${said.join('\n')}` };
  } catch (error) {
    return { mistake: `${folder} cannot be read (${codeOf(error)})` };
  }
}

/** What went wrong, where it cannot be written. */
function written(file: string, text: string): string[] {
  if (file === STDOUT) {
    process.stdout.write(text);
    return [];
  }
  try {
    writeFileSync(file, text);
    return [];
  } catch (error) {
    return [`${file} cannot be written (${codeOf(error)})`];
  }
}
