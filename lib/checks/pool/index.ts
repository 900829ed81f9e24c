import type { Rule } from '../rule';
import { exhausted } from './exhausted';
import { hostsShort } from './hosts-short';
import { portTaken } from './port-taken';
import { tooSmall } from './too-small';
import { unknown } from './unknown';

/** The POOL-… rules. */
export const POOL_RULES: readonly Rule[] = [exhausted, hostsShort, portTaken, tooSmall, unknown];
