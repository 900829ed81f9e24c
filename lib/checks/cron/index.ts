import type { Rule } from '../rule';
import { invalid } from './invalid';

/** The CRON-… rules. */
export const CRON_RULES: readonly Rule[] = [invalid];
