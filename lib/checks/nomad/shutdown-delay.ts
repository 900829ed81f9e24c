import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

/** How long a group waits between leaving the catalogue and being stopped. */
export const shutdownDelay: JobRule<'group'> = {
  code: 'NOMAD-SHUTDOWN-DELAY',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ group: { ShutdownDelay: delay = 0 } }, say) {
    if (delay >= 0) return;
    say('ShutdownDelay', {
      message: 'a shutdown delay below nothing',
      value: shownDuration(delay),
      limit: 'at least 0',
      fix: 'write how long to wait before the tasks are stopped',
    });
  },
  trips: { ShutdownDelay: -5_000_000_000 },
  passes: { ShutdownDelay: 10_000_000_000 },
};
