import { driverConfigFaults } from '../../nomad';
import type { JobRule } from '../rule';

/** A key that the driver of the declared Nomad does not know yet, or does nothing with any more. */
export const configVersion: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-VERSION',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task does not start on clients that are older than the key; a key that is gone is without effect.',
  source: 'drivers/*/ of the tags of Nomad from 1.0.0 to 2.0.5',
  sidecars: true,
  check({ task, facts }, say) {
    for (const { kind, at, ...saying } of driverConfigFaults(task.Driver ?? '', task.Config, facts.engines.nomad)) {
      if (kind === 'version') say(at === '' ? 'Config' : `Config.${at}`, saying);
    }
  },
  trips: { Config: { auth: { username: 'ci', email: 'ci@example.com' } } },
  passes: { Config: { auth: { username: 'ci' } } },
};
