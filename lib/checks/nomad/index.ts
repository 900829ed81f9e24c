import type { Rule } from '../rule';
import { configMissing } from './config-missing';
import { configType } from './config-type';
import { configUnknown } from './config-unknown';
import { configVersion } from './config-version';
import { imageLatest } from './image-latest';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [configMissing, configType, configUnknown, configVersion, imageLatest];
