import { nearest } from '../../problems';
import { show } from '../../values';
import type { Saying } from '../rule';
import { goRegexpProblem } from './go-regexp';
import { isVersionConstraint } from './version-constraint';

const COMPARISONS = new Set(['=', '==', 'is', '!=', 'not', '<', '<=', '>', '>=']);
const SETS = new Set(['set_contains', 'set_contains_all', 'set_contains_any']);
const OTHERS = ['regexp', 'version', 'semver'];

/** What is wrong with the operand and the value that constraints and affinities share; `unknown` for an operand that only constraints may have. */
export function operandProblem(operand: string, value: string): { readonly at: string; readonly saying: Saying } | 'unknown' | undefined {
  const atValue = (saying: Saying): { readonly at: string; readonly saying: Saying } => ({ at: 'RTarget', saying });
  if (COMPARISONS.has(operand) || SETS.has(operand)) {
    if (value !== '') return undefined;
    return atValue({ message: `${operand} compares with a value, and there is none`, fix: 'write RTarget' });
  }
  if (operand === 'regexp') {
    const problem = goRegexpProblem(value);
    if (problem === undefined) return undefined;
    return atValue({
      message: `Go does not compile this pattern: ${problem}`,
      value: show(value),
      fix: 'write it in the syntax of Go, RE2',
    });
  }
  if (operand === 'version' || operand === 'semver') {
    if (isVersionConstraint(value, operand)) return undefined;
    const limit = operand === 'semver' ? 'semantic versions, as in >= 1.2.0, < 2.0.0' : 'versions, as in >= 1.2, < 2.0';
    return atValue({
      message: 'this is no constraint on a version',
      value: show(value),
      limit,
      fix: 'write versions with operators before them',
    });
  }
  return 'unknown';
}

/** Says that there is no such operand. @param more the ones beside those that compare */
export function unknownOperand(operand: string, more: readonly string[]): Saying {
  const known = [...COMPARISONS, ...OTHERS, ...SETS, ...more];
  const near = operand === '' ? undefined : nearest(operand, known);
  return {
    message: operand === '' ? 'nothing says how to compare' : 'Nomad does not compare in this way',
    value: show(operand),
    limit: known.join(', '),
    fix: operand === '' ? "write Operand, for instance '='" : near === undefined ? 'write one of them' : `write ${show(near)}`,
  };
}
