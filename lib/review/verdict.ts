import { DANGER_RULES, type DangerRuleName } from './danger-rules';
import { DECISIONS, type Decision, type Reason, type Verdict } from './model';

export interface VerdictOptions {
  /** Teams that answer for what differs, sorted. */
  readonly owners: readonly string[];
  /** Whether anything differs at all. */
  readonly changed: boolean;
  /** Whether it has to wait for the exchange to close. @default - it need not */
  readonly waits?: boolean;
  /** Why a rule that blocks, or the wait, is passed over, at least 10 characters. */
  readonly breakGlass?: string | undefined;
}

/** Letters that a reason for breaking the glass has at least. */
export const MINIMUM_REASON = 10;

/** The strongest thing that any danger asks for, and the rule that asks. @param dangers most dangerous first */
export function verdict(dangers: readonly Reason[], { owners, changed, waits = false, breakGlass }: VerdictOptions): Verdict {
  const deciding = dangers.reduce<Reason | undefined>((worst, reason) => {
    return worst === undefined || rank(reason.decision) > rank(worst.decision) ? reason : worst;
  }, undefined);
  if (!changed && deciding === undefined)
    return { decision: 'AUTO', rule: 'nothing-changed', says: 'the outputs say the same', approvers: [] };
  if (deciding === undefined || deciding.decision === 'AUTO')
    return { decision: 'AUTO', rule: 'nothing-dangerous', says: 'nothing of what differs needs a person', approvers: [] };
  const { decision, rule } = deciding;
  const { says } = DANGER_RULES[rule as DangerRuleName];
  if ((decision !== 'BLOCK' && !waits) || breakGlass === undefined || breakGlass.trim().length < MINIMUM_REASON)
    return { decision, rule, says, approvers: owners };
  return { decision: 'NEEDS TWO', rule, says, approvers: owners, breakGlass: { reason: breakGlass, without: decision } };
}

function rank(decision: Decision): number {
  return DECISIONS.indexOf(decision);
}
