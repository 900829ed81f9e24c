import type { CheckFacts } from '../checks';
import { localTime, MINIMUM_REASON, sessionAt, sessionEnd, type Decision, type Review } from '../review';
import { sameJson } from '../terraform';
import type { Approval } from './approval';
import { CODE_LENGTH, names } from './approval-code';
import { decisionOf } from './decisions';
import type { Policy } from './policy';
import { requirementsOf, type Requirement } from './requirements';

export interface GateOptions {
  /** When it is to be applied. Nothing here asks a clock. */
  readonly at: Date;
  /** Who wrote the change: they count as nobody. Where none is known, nothing that needs a person opens. */
  readonly authors: readonly string[];
  /** Code of the review that is to be applied. */
  readonly code: string;
  /** The review, made again from the outputs that are about to be applied, at the time of the first one. */
  readonly again: Review;
  /** What the head knows of the platform: hours of the exchange, and the zone of its clock. */
  readonly facts: Pick<CheckFacts, 'market' | 'timeZone'> | undefined;
}

/** A requirement, and who of it has approved. */
export interface Answer extends Requirement {
  /** Sorted. */
  readonly have: readonly string[];
}

/** Whether a change may be applied now, and everything that it lacks. Sentences are lower-case and without a full stop. */
export interface Gate {
  readonly open: boolean;
  readonly decision: Decision;
  readonly code: string;
  /** What it needs, met or not. */
  readonly answers: readonly Answer[];
  /** Approvals that are not there. */
  readonly missing: readonly string[];
  /** What no approval cures. */
  readonly refused: readonly string[];
  /** Approvals that count nothing, and why. */
  readonly ignored: readonly string[];
  /** From when on it may be applied: ISO 8601 in the platform's time zone. Absent where it need not wait. */
  readonly waitsFor?: string;
  readonly breakGlass?: string;
}

const SECOND = 1000;

/**
 * Closed unless everything says otherwise. More approvals never close it, and their order says nothing.
 * @param stored the review that people have read
 */
export function gate(stored: Review, policy: Policy, approvals: readonly Approval[], options: GateOptions): Gate {
  // Nothing is decided by what was stored: whoever could write the file could write anything into it.
  const { code, authors, again: review } = options;
  const decision = decisionOf(review, policy);
  const breakGlass = review.verdict.breakGlass?.reason.trim();
  const refused = [...differences(stored, review), ...blocked(review, policy, decision, breakGlass)];
  const { valid, ignored } = sift(approvals, policy, code, authors);
  const isBlocked = decision === 'BLOCK' && breakGlass === undefined;
  const answers = isBlocked
    ? []
    : requirementsOf(review, policy).map((needed): Answer => ({ ...needed, have: having(needed, valid, policy) }));
  if (answers.length > 0 && authors.length === 0)
    refused.push('it is not known who wrote the change, so nobody else can be told from them');
  const missing = answers.filter(({ have, count }) => have.length < count).map((answer) => lacking(answer, policy));
  const wait = breakGlass === undefined ? waiting(review, options) : {};
  if (wait.refused !== undefined) refused.push(wait.refused);
  return {
    open: refused.length === 0 && missing.length === 0 && wait.until === undefined,
    decision,
    code,
    answers,
    missing,
    refused,
    ignored,
    ...(wait.until === undefined ? {} : { waitsFor: wait.until }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
  };
}

/** In what the outputs are others than those that were reviewed. */
function differences(stored: Review, again: Review): string[] {
  const sides = (['base', 'head'] as const).flatMap((side) => {
    const [reviewed, found] = [stored.outputs[side].hash, again.outputs[side].hash];
    if (reviewed === found) return [];
    const what = side === 'head' ? 'the output is not the one that was reviewed' : 'what is applied is not what the review began with';
    return [`${what}: it is ${short(found)}, and ${short(reviewed)} was reviewed; review it again`];
  });
  if (sides.length > 0 || sameJson(stored, again)) return sides;
  return ['the review does not say what these outputs and this policy give; review it again'];
}

function blocked(review: Review, policy: Policy, decision: Decision, breakGlass: string | undefined): string[] {
  if (breakGlass !== undefined) {
    if (policy.breakGlass === undefined) return ['the policy lets nobody break the glass'];
    return breakGlass.length < MINIMUM_REASON ? [`breaking the glass needs a reason of ${String(MINIMUM_REASON)} letters or more`] : [];
  }
  return decision === 'BLOCK' ? [`${review.verdict.rule} blocks it: ${review.verdict.says}`] : [];
}

/** People whose word counts, small letters; and the words that do not. */
function sift(
  approvals: readonly Approval[],
  policy: Policy,
  code: string,
  authors: readonly string[],
): { readonly valid: ReadonlySet<string>; readonly ignored: string[] } {
  const known = new Set(Object.values(policy.teams).flat().map(person));
  const wrote = new Set(authors.map(person));
  const valid = new Set<string>();
  const ignored = new Set<string>();
  for (const { by, approves } of approvals) {
    if (!names(approves, code)) ignored.add(`${by} approved ${short(approves)}, which is another review`);
    else if (wrote.has(person(by))) ignored.add(`${by} wrote the change`);
    else if (!known.has(person(by))) ignored.add(`${by} is in no team of the policy`);
    else valid.add(person(by));
  }
  return { valid, ignored: [...ignored].sort() };
}

function having({ by }: Requirement, valid: ReadonlySet<string>, { teams }: Policy): string[] {
  if (by === 'anyone') return [...valid].sort();
  const people = new Set(by.flatMap((team) => (Object.hasOwn(teams, team) ? (teams[team] ?? []) : [])).map(person));
  return [...valid].filter((one) => people.has(one)).sort();
}

function lacking({ by, count, have, because }: Answer, { teams }: Policy): string {
  const more = count - have.length;
  if (by === 'anyone') return `${String(more)} more of anybody who did not write it: ${because}`;
  const nameless = by.filter((team) => (Object.hasOwn(teams, team) ? (teams[team] ?? []) : []).length === 0);
  if (nameless.length > 0) return `${nameless.join(', ')}: the policy names nobody; write its people below teams (${because})`;
  return `${String(more)} more of ${by.join(' or ')}: ${because}`;
}

/** Whether it has to wait for the exchange to close: now, and until its longest roll-out may have ended. */
function waiting(review: Review, { at, facts }: GateOptions): { readonly until?: string; readonly refused?: string } {
  if (!review.timing.needsClosedSession) return {};
  if (facts === undefined) return { refused: 'it has to wait for the exchange to close, and the output does not say when that is' };
  const longest = Math.max(0, ...review.restarts.rows.map(({ seconds }) => seconds?.atMost ?? 0));
  const inSession = [at, new Date(at.getTime() + longest * SECOND)].find((moment) => sessionAt(moment, facts) === 'open');
  if (inSession === undefined) return {};
  return { until: localTime(sessionEnd(inSession, facts), facts.timeZone ?? 'Asia/Tokyo').text };
}

function person(name: string): string {
  return name.trim().toLowerCase();
}

function short(hash: string): string {
  return hash.slice(0, CODE_LENGTH);
}
