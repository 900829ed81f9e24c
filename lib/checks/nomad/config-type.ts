import { driverConfigFaults } from '../../nomad';
import type { JobRule } from '../rule';

/** A value that the driver cannot read. */
export const configType: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-TYPE',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'The servers register the job; every start of the task fails on its client. An object where a list of objects is meant looks right and is the usual one.',
  source: 'Nomad 1.11.3, drivers/*/ (TaskConfigSchema) and helper/pluginutils/hclutils',
  sidecars: true,
  check({ task, facts }, say) {
    for (const { kind, at, ...saying } of driverConfigFaults(task.Driver ?? '', task.Config, facts.engines.nomad)) {
      if (kind === 'type') say(at === '' ? 'Config' : `Config.${at}`, saying);
    }
  },
  trips: { Config: { labels: { team: 'trading' } } },
  passes: { Config: { labels: [{ team: 'trading' }] } },
};
