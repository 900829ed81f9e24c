import { isNomadVariable } from '../../nomad';
import type { JobRule } from '../rule';

/** What commands of Nomad read themselves: a task that calls its API says where and as whom. */
const FOR_CLIENTS: ReadonlySet<string> = new Set(['NOMAD_NAMESPACE', 'NOMAD_REGION', 'NOMAD_TOKEN']);

/** A variable of the task in place of one of Nomad. */
export const envReserved: JobRule<'task'> = {
  code: 'NOMAD-ENV-RESERVED',
  on: 'task',
  severity: 'warning',
  protects: 'The task reads its own text where libraries and scripts expect what Nomad says: a port, a directory, an id.',
  source: 'Nomad 1.11.3, client/taskenv/env.go (buildEnv): the Env of the task is written over what Nomad sets',
  check({ task }, say) {
    for (const name in task.Env) {
      if (!name.startsWith('NOMAD_') || FOR_CLIENTS.has(name) || !isNomadVariable(name)) continue;
      say(`Env.${name}`, {
        message: 'Nomad sets this variable itself, and the task replaces it',
        value: task.Env[name] ?? '',
        fix: 'give the variable another name',
      });
    }
  },
  trips: { Env: { NOMAD_PORT_health: '8080' } },
  passes: { Env: { HEALTH_PORT: '${NOMAD_PORT_health}' } },
};
