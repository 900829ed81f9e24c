import type { Rule } from '../rule';
import { keyOverlap } from './key-overlap';
import { keyUngranted } from './key-ungranted';
import { keyUnowned } from './key-unowned';
import { keyUnused } from './key-unused';

/** The CONSUL-… rules. */
export const CONSUL_RULES: readonly Rule[] = [keyOverlap, keyUngranted, keyUnowned, keyUnused];
