import type { Rule } from '../rule';

/** The SECRET-… rules. */
export const SECRET_RULES: readonly Rule[] = [];
