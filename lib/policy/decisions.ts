import { DANGER_RULES, DECISIONS, type DangerRuleName, type Decision, type Review } from '../review';
import type { Policy } from './policy';

/** What a danger asks for. What the house blocks stays blocked, whatever a policy says; a danger that is not known blocks. */
export function decisionFor(rule: string, { decisions }: Pick<Policy, 'decisions'>): Decision {
  if (!Object.hasOwn(DANGER_RULES, rule)) return 'BLOCK';
  const name = rule as DangerRuleName;
  const house: Decision = DANGER_RULES[name].decision;
  return house === 'BLOCK' ? house : (decisions[name] ?? house);
}

/** The strongest thing that any danger of a review asks for, under a policy. */
export function decisionOf({ dangers }: Pick<Review, 'dangers'>, policy: Pick<Policy, 'decisions'>): Decision {
  return dangers.reduce<Decision>((strongest, { rule }) => stronger(strongest, decisionFor(rule, policy)), 'AUTO');
}

/** Whether the first is as strong as the second, or stronger. */
export function asStrongAs(decision: Decision, other: Decision): boolean {
  return DECISIONS.indexOf(decision) >= DECISIONS.indexOf(other);
}

function stronger(one: Decision, other: Decision): Decision {
  return asStrongAs(one, other) ? one : other;
}
