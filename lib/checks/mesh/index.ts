import type { Rule } from '../rule';

/** The MESH-… rules. */
export const MESH_RULES: readonly Rule[] = [];
