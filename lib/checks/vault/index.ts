import type { Rule } from '../rule';

/** The VAULT-… rules. */
export const VAULT_RULES: readonly Rule[] = [];
