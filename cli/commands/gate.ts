import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainObject } from '../../lib/model';
import {
  approvalCode,
  gate as decide,
  gateText,
  idleWords,
  platformApprovals,
  readApprovals,
  type Approval,
  type ApprovalPlatform,
} from '../../lib/policy';
import { formatProblems, type Finding } from '../../lib/problems';
import { REVIEW_VERSION, review as reviewOf, type Plans, type Review } from '../../lib/review';
import { codeOf } from '../input/input';
import { momentOf } from '../input/moment';
import { policyIn } from '../input/policy-in';
import { fingerprints, readFolder, unreadFiles } from '../input/read-folder';
import { readPlans } from '../review/plans';

/** What the command line says of a gate. */
export interface GateOptions {
  readonly review: string;
  /** Folder of what is applied. */
  readonly base: string;
  /** Folder of what is about to be applied. */
  readonly head: string;
  readonly policy: string;
  readonly approvals: readonly string[];
  /** How the approvals are written. */
  readonly from: 'list' | ApprovalPlatform;
  /** Who wrote the change. */
  readonly author?: readonly string[];
  /** ISO 8601. @default now */
  readonly at?: string;
  /** Folder of saved plans, with what `terraform show -json` says of each beside it. */
  readonly plans?: string;
  /** File for what was decided, as JSON. */
  readonly json?: string;
}

const OPEN = 0;
const CLOSED = 1;
const CANNOT_RUN = 2;
/** EX_TEMPFAIL of sysexits: the same call succeeds later. */
const WAITS = 75;

/** `kumiki gate`: 0 where the change may be applied now, 1 where something is missing, 75 where only the time is, 2 where it cannot be said. */
export function gate(options: GateOptions): number {
  const mistakes: string[] = [];
  const text = (file: string): string | undefined => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      mistakes.push(`${file} cannot be read (${codeOf(error)})`);
      return undefined;
    }
  };
  const refused = (file: string, findings: readonly Finding[]): void => {
    mistakes.push(formatProblems(findings.map((finding) => ({ severity: 'error', ...finding, path: file }))).trimEnd());
  };

  const at = options.at === undefined ? new Date() : momentOf(options.at);
  if (at === undefined) mistakes.push(`--at ${options.at ?? ''} is no moment; write it as 2026-11-30T16:00:00+09:00`);
  const stored = text(options.review);
  const review = stored === undefined ? undefined : reviewIn(stored);
  if (stored !== undefined && review === undefined) mistakes.push(`${options.review} is no review of version ${String(REVIEW_VERSION)}`);

  const policy = policyIn(options.policy);
  if ('mistake' in policy) mistakes.push(policy.mistake);

  const approvals = options.approvals.flatMap((file): readonly Approval[] => {
    const words = text(file);
    if (options.from !== 'list' || words === undefined) return [];
    const read = readApprovals(words);
    if ('approvals' in read) return read.approvals;
    refused(file, read.findings);
    return [];
  });
  const said =
    options.from === 'list'
      ? approvals
      : platformApprovals(
          options.from,
          options.approvals.map((file) => jsonIn(file, text(file), mistakes)),
        );

  const head = readFolder(options.head, { name: review?.outputs.head.name ?? options.head });
  if ('finding' in head) refused(options.head, [head.finding]);
  else mistakes.push(...unreadFiles(options.head, head.release));
  const base = readFolder(options.base, {
    name: review?.outputs.base.name ?? options.base,
    mayBeEmpty: true,
    like: 'release' in head ? head.release : undefined,
  });
  if ('finding' in base) refused(options.base, [base.finding]);
  const stacks = [head, base].flatMap((side) => ('release' in side ? [...side.release.output.stacks.keys()] : []));
  const plans = options.plans === undefined ? undefined : plansIn(options.plans, new Set(stacks), mistakes);

  if (
    mistakes.length > 0 ||
    at === undefined ||
    stored === undefined ||
    review === undefined ||
    'mistake' in policy ||
    'finding' in head ||
    'finding' in base
  ) {
    process.stderr.write([...new Set(mistakes)].map((line) => `kumiki: ${line}\n`).join(''));
    return CANNOT_RUN;
  }
  const again = reviewOf(base.release, head.release, {
    at: new Date(review.timing.at),
    decisions: policy.policy.decisions,
    breakGlass: review.verdict.breakGlass?.reason,
    plans: plans?.plans,
  });
  const { base: before, head: after } = again.outputs;
  const decided = decide(review, policy.policy, said, {
    at,
    authors: options.author ?? [],
    code: approvalCode({ review: stored, base: before.hash, head: after.hash, ...(plans === undefined ? {} : { plans: plans.prints }) }),
    again,
    facts: head.release.facts,
  });
  process.stdout.write(gateText(decided));
  const graphs = [base, head].flatMap(({ release }) => [...release.output.graphs]);
  const estate = { domains: graphs.map(([domain]) => domain), owners: graphs.map(([, { owner }]) => owner) };
  for (const note of idleWords(policy.policy, estate)) process.stdout.write(`  note        ${note}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ version: 1, ...decided }, undefined, 2)}\n`);
  if (decided.open) return OPEN;
  return decided.missing.length === 0 && decided.refused.length === 0 ? WAITS : CLOSED;
}

/** What the review is made again with has to be there; the rest is compared. */
function reviewIn(text: string): Review | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isPlainObject(value) || value['version'] !== REVIEW_VERSION) return undefined;
    const { timing, verdict, outputs } = value;
    const hasSide = (side: unknown): boolean => isPlainObject(side) && typeof side['hash'] === 'string' && typeof side['name'] === 'string';
    const hasTime = isPlainObject(timing) && typeof timing['at'] === 'string' && !Number.isNaN(Date.parse(timing['at']));
    if (!hasTime || !isPlainObject(outputs) || !hasSide(outputs['base']) || !hasSide(outputs['head']) || !isPlainObject(verdict))
      return undefined;
    const { breakGlass } = verdict;
    if (breakGlass !== undefined && (!isPlainObject(breakGlass) || typeof breakGlass['reason'] !== 'string')) return undefined;
    return value as unknown as Review;
  } catch {
    return undefined;
  }
}

function jsonIn(file: string, text: string | undefined, mistakes: string[]): unknown {
  try {
    return text === undefined ? [] : (JSON.parse(text) as unknown);
  } catch {
    mistakes.push(`${file} is not JSON`);
    return [];
  }
}

/** Saved plans of a folder: fingerprints of all files, and what each `<stack>.json` says. */
function plansIn(
  folder: string,
  stacks: ReadonlySet<string>,
  mistakes: string[],
): { readonly prints: ReadonlyMap<string, string>; readonly plans: Plans | undefined } | undefined {
  try {
    const prints = fingerprints(folder);
    const files = [...prints.keys()].filter((path) => path.endsWith('.json')).map((path) => join(folder, path));
    const read = readPlans(files, stacks);
    mistakes.push(...read.mistakes);
    return { prints, plans: read.plans };
  } catch (error) {
    mistakes.push(`${folder} cannot be read (${codeOf(error)})`);
    return undefined;
  }
}
