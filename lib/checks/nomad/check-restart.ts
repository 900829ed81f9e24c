import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };

/** When a failing check restarts its task. */
export const checkRestart: JobRule<'service'> = {
  code: 'NOMAD-CHECK-RESTART',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, CheckRestart.Validate; services.go, ServiceCheck.validateNomad',
  check({ service }, say) {
    service.Checks?.forEach(({ CheckRestart: restart }, index) => {
      if (restart === undefined) return;
      const at = `Checks[${String(index)}].CheckRestart`;
      const { Limit: limit = 0, Grace: grace = 0, IgnoreWarnings: ignore = false } = restart;
      if (limit < 0) {
        say(`${at}.Limit`, {
          message: 'fewer failures than none',
          value: String(limit),
          limit: 'at least 0',
          fix: 'write how many failures restart the task',
        });
      }
      if (grace < 0) {
        const fix = 'write how long after its start a task is not restarted';
        say(`${at}.Grace`, { message: 'a grace below nothing', value: shownDuration(grace), limit: 'at least 0', fix });
      }
      if (ignore && service.Provider === 'nomad') {
        say(`${at}.IgnoreWarnings`, { message: 'checks of Nomad have no warnings', value: 'true', fix: 'remove IgnoreWarnings' });
      }
    });
  },
  trips: { Checks: [{ ...CHECK, CheckRestart: { Limit: -1 } }] },
  passes: { Checks: [{ ...CHECK, CheckRestart: { Limit: 3, Grace: 60_000_000_000 } }] },
};
