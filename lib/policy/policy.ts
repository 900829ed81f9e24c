import type { DangerClass, DangerRuleName, Decision } from '../review';

/** Version of the form of a policy. */
export const POLICY_VERSION = 1;

/** Who must approve what, as data: a file that is reviewed as code is. What it does not permit is refused. */
export interface Policy {
  readonly version: typeof POLICY_VERSION;
  /** Other answers than the house's own. What the house blocks stays blocked. */
  readonly decisions: Readonly<Partial<Record<DangerRuleName, Decision>>>;
  /** Team → its people, by their names on the platform where they approve. Whoever is in none of them approves nothing. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
  /** Who has to approve beside the owners of what differs. */
  readonly approvals: readonly ApprovalRule[];
  /** Who may pass over what blocks, or waits for the exchange to close. Absent: nobody. */
  readonly breakGlass?: BreakGlassRule;
}

/** What a rule is for, and who has to be among those who approve it. */
export interface ApprovalRule {
  readonly when: When;
  /** Their people together have to be {@link count}. */
  readonly teams: readonly string[];
  /** People, at least 1. */
  readonly count: number;
  /** Why, as the page says it. */
  readonly reason?: string;
}

/** Every member that is there has to fit, each with one of its words. `dangers` and `classes` fit one danger, `owners` and `domains` one stack. */
export interface When {
  readonly dangers?: readonly DangerRuleName[];
  readonly classes?: readonly DangerClass[];
  readonly owners?: readonly string[];
  /** Domains: their jobs and their access stack; `platform` for the platform's own. */
  readonly domains?: readonly string[];
  /** This decision or a stronger one. */
  readonly decision?: Decision;
}

export interface BreakGlassRule {
  readonly teams: readonly string[];
  /** People of these teams, at least 2. */
  readonly needs: number;
}
