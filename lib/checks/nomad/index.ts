import type { Rule } from '../rule';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [];
