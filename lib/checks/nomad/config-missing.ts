import { driverConfigFaults } from '../../nomad';
import type { JobRule } from '../rule';

/** A task without what its driver cannot do without. */
export const configMissing: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-MISSING',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The servers register the job; every start of the task fails on its client.',
  source: 'Nomad 1.11.3, drivers/*/ (TaskConfigSchema)',
  check({ task, facts }, say) {
    for (const { kind, at, ...saying } of driverConfigFaults(task.Driver ?? '', task.Config, facts.engines.nomad)) {
      if (kind === 'missing') say(at === '' ? 'Config' : `Config.${at}`, saying);
    }
  },
  trips: { Config: { image: null, command: '/bin/orders' } },
  passes: { Config: { command: '/bin/orders' } },
};
