import type { Review } from '../review';
import { asStrongAs, decisionOf } from './decisions';
import type { ApprovalRule, Policy } from './policy';

/** So many people have to approve. */
export interface Requirement {
  /** `anyone` is anybody whom the policy names in a team; else people of these teams, together. */
  readonly by: 'anyone' | readonly string[];
  readonly count: number;
  /** One lower-case sentence without a full stop. */
  readonly because: string;
}

/**
 * Which approvals a change needs. Owners of what differs are always among them where a person is needed at all; in an
 * emergency those who may break the glass stand for them, and the policy's own rules hold on.
 */
export function requirementsOf(review: Review, policy: Policy): Requirement[] {
  const decision = decisionOf(review, policy);
  const { breakGlass } = review.verdict;
  const ruled = policy.approvals
    .filter((rule) => fits(rule, review, policy))
    .map(({ teams, count, reason, when }): Requirement => ({
      by: teams,
      count,
      because: reason ?? `the policy says so of ${wordsOf(when)}`,
    }));
  if (breakGlass !== undefined) {
    const { teams = [], needs = 2 } = policy.breakGlass ?? {};
    return [
      { by: 'anyone', count: 2, because: 'two people answer for an emergency' },
      { by: teams, count: needs, because: `the glass is broken: ${breakGlass.reason}` },
      ...ruled,
    ];
  }
  if (decision === 'AUTO') return ruled;
  const people = decision === 'NEEDS ONE' ? 1 : 2;
  return [
    { by: 'anyone', count: people, because: `${review.verdict.rule}: ${review.verdict.says}` },
    ...review.outputs.owners.map((owner): Requirement => ({ by: [owner], count: 1, because: `${owner} owns what differs` })),
    ...ruled,
  ];
}

function fits({ when }: ApprovalRule, { dangers, outputs }: Review, policy: Policy): boolean {
  const { classes, owners, domains, decision } = when;
  // a policy may be read before its words are: any rule of a review is looked for
  const names: readonly string[] | undefined = when.dangers;
  if (dangers.length === 0 && outputs.stacks.length === 0) return false;
  if (decision !== undefined && !asStrongAs(decisionOf({ dangers }, policy), decision)) return false;
  if (
    (names !== undefined || classes !== undefined) &&
    !dangers.some((danger) => (names?.includes(danger.rule) ?? true) && (classes?.includes(danger.class) ?? true))
  )
    return false;
  if (owners === undefined && domains === undefined) return true;
  return outputs.stacks.some(
    ({ stack, owner }) =>
      (owners === undefined || (owner !== undefined && owners.includes(owner))) &&
      (domains?.includes(stack.replace(/-access$/, '')) ?? true),
  );
}

function wordsOf(when: ApprovalRule['when']): string {
  return Object.values(when)
    .flatMap((words: string | readonly string[]) => words)
    .join(', ');
}
