import type { Rule } from '../rule';

/** The POOL-… rules. */
export const POOL_RULES: readonly Rule[] = [];
