import { RULES, type Rule } from '../checks';
import { PROBLEM_CODES, type ProblemCode, type Severity } from '../problems';

/** What is known of a code without running anything. */
export interface CodeFacts {
  readonly code: ProblemCode;
  readonly title: string;
  /** Undefined for a code that constructs and models say: it is none of the rules. */
  readonly rule: Rule | undefined;
  /** Page of the manual, below the repository. */
  readonly page: string;
}

const RULES_BY_CODE: ReadonlyMap<ProblemCode, Rule> = new Map(RULES.map((rule) => [rule.code, rule]));

/** Every code, in the order of its family. */
export const ALL_CODES: readonly ProblemCode[] = Object.keys(PROBLEM_CODES) as ProblemCode[];

export function codeFacts(code: ProblemCode): CodeFacts {
  const rule = RULES_BY_CODE.get(code);
  const name = code.toLowerCase();
  return { code, title: PROBLEM_CODES[code], rule, page: rule === undefined ? `docs/problems.md#${name}` : `docs/checks/${name}.md` };
}

/** How bad findings of a rule are, in words. */
export function severityText({ severity, inProgram = severity }: { readonly severity: Severity; readonly inProgram?: Severity }): string {
  return inProgram === severity ? severity : `${severity}; ${inProgram} in a program of one's own`;
}
