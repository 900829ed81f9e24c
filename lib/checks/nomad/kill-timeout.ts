import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

/** How long a task may take to stop. */
export const killTimeout: JobRule<'task'> = {
  code: 'NOMAD-KILL-TIMEOUT',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate',
  sidecars: true,
  check({ job, group, task }, say) {
    const { KillTimeout: timeout = 0, ShutdownDelay: delay = 0 } = task;
    const deadline = group.Update?.ProgressDeadline ?? 0;
    if (timeout < 0) {
      say('KillTimeout', {
        message: 'a kill timeout below nothing',
        value: shownDuration(timeout),
        limit: 'at least 0',
        fix: 'write how long the task may take to stop',
      });
    } else if (job.Type === 'service' && deadline > 0 && timeout > deadline) {
      say('KillTimeout', {
        message: 'the task may take longer to stop than its group may take to make progress',
        value: shownDuration(timeout),
        limit: `Update.ProgressDeadline, ${shownDuration(deadline)}`,
        fix: 'shorten KillTimeout, or lengthen Update.ProgressDeadline',
      });
    }
    if (delay < 0) {
      say('ShutdownDelay', {
        message: 'a shutdown delay below nothing',
        value: shownDuration(delay),
        limit: 'at least 0',
        fix: 'write how long to wait between deregistration and the kill signal',
      });
    }
  },
  trips: { KillTimeout: -1_000_000_000 },
  passes: { KillTimeout: 25_000_000_000 },
};
