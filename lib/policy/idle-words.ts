import { nearest } from '../problems';
import type { Policy } from './policy';

/** Domains and their owners, of what is applied and of what is to be. */
export interface Estate {
  readonly domains: readonly string[];
  readonly owners: readonly string[];
}

/** Words of rules that fit nothing in the estate: a rule that is misspelt asks nobody. Lower-case sentences without a full stop. */
export function idleWords({ approvals }: Policy, { domains, owners }: Estate): string[] {
  return approvals.flatMap(({ when }, index) => [
    ...idle(`approvals[${String(index)}].when.domains`, when.domains, [...domains, 'platform']),
    ...idle(`approvals[${String(index)}].when.owners`, when.owners, owners),
  ]);
}

function idle(at: string, words: readonly string[] = [], known: readonly string[]): string[] {
  return words
    .filter((word) => !known.includes(word))
    .map((word) => {
      const near = nearest(word, known);
      return `${at} of the policy: ${word} is in neither output${near === undefined ? '' : `; is ${near} meant`}`;
    });
}
