import type { Rule } from '../rule';

/** The EDGE-… rules. */
export const EDGE_RULES: readonly Rule[] = [];
