import type { Rule } from '../rule';
import { upstreamUnknown } from './upstream-unknown';

/** The MESH-… rules. */
export const MESH_RULES: readonly Rule[] = [upstreamUnknown];
