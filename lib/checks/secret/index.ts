import type { Rule } from '../rule';
import { literal } from './literal';

/** The SECRET-… rules. */
export const SECRET_RULES: readonly Rule[] = [literal];
