import { CONSUL_RULES } from './consul';
import { CRON_RULES } from './cron';
import { EDGE_RULES } from './edge';
import { MESH_RULES } from './mesh';
import { NOMAD_RULES } from './nomad';
import { POOL_RULES } from './pool';
import type { JobRule, Rule } from './rule';
import { SECRET_RULES } from './secret';
import { VAULT_RULES } from './vault';

/** Every rule, by family. */
export const RULES: readonly Rule[] = [
  ...NOMAD_RULES,
  ...CONSUL_RULES,
  ...MESH_RULES,
  ...EDGE_RULES,
  ...VAULT_RULES,
  ...SECRET_RULES,
  ...POOL_RULES,
  ...CRON_RULES,
];

export const JOB_RULES = RULES.filter((rule): rule is JobRule<'job'> => rule.on === 'job');
export const GROUP_RULES = RULES.filter((rule): rule is JobRule<'group'> => rule.on === 'group');
export const TASK_RULES = RULES.filter((rule): rule is JobRule<'task'> => rule.on === 'task');
/** Those of them that also look at the tasks that Nomad makes for sidecars and gateways. */
export const SIDECAR_RULES = TASK_RULES.filter(({ sidecars }) => sidecars === true);
export const SERVICE_RULES = RULES.filter((rule): rule is JobRule<'service'> => rule.on === 'service');
export const ESTATE_RULES = RULES.filter((rule) => rule.on === 'estate');
