import type { Rule } from '../rule';
import { daylight } from './daylight';
import { exhausted } from './exhausted';
import { fields } from './fields';
import { invalid } from './invalid';
import { market } from './market';
import { never } from './never';
import { overlap } from './overlap';
import { zone } from './zone';

/** The CRON-… rules. */
export const CRON_RULES: readonly Rule[] = [daylight, exhausted, fields, invalid, market, never, overlap, zone];
