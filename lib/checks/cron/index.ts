import type { Rule } from '../rule';

/** The CRON-… rules. */
export const CRON_RULES: readonly Rule[] = [];
