import type { Rule } from '../rule';
import { imageLatest } from './image-latest';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [imageLatest];
