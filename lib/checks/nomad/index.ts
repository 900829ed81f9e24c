import type { Rule } from '../rule';
import { configExpression } from './config-expression';
import { configMissing } from './config-missing';
import { configPorts } from './config-ports';
import { configType } from './config-type';
import { configUnknown } from './config-unknown';
import { configVariable } from './config-variable';
import { configVersion } from './config-version';
import { imageLatest } from './image-latest';
import { templateConsul } from './template-consul';
import { templateDenied } from './template-denied';
import { templateFunction } from './template-function';
import { templateKvField } from './template-kv-field';
import { templateKvPath } from './template-kv-path';
import { templateRestart } from './template-restart';
import { templateSyntax } from './template-syntax';
import { templateVault } from './template-vault';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [
  configExpression,
  configMissing,
  configPorts,
  configType,
  configUnknown,
  configVariable,
  configVersion,
  imageLatest,
  templateConsul,
  templateDenied,
  templateFunction,
  templateKvField,
  templateKvPath,
  templateRestart,
  templateSyntax,
  templateVault,
];
