import { driverConfigFaults } from '../../nomad';
import type { JobRule } from '../rule';

/** A key that the driver does not know. */
export const configUnknown: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-UNKNOWN',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The servers register the job; every start of the task fails on its client, and the deployment fails at its deadline.',
  source: 'Nomad 1.11.3, drivers/*/ (TaskConfigSchema); api/jobs validate does not look',
  sidecars: true,
  check({ task, facts }, say) {
    for (const { kind, at, ...saying } of driverConfigFaults(task.Driver ?? '', task.Config, facts.engines.nomad)) {
      if (kind === 'unknown') say(at === '' ? 'Config' : `Config.${at}`, saying);
    }
  },
  trips: { Config: { readonly_root: true } },
  passes: { Config: { readonly_rootfs: true } },
};
