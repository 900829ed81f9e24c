import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { product } from './int64';
import { shownDuration } from './shown-duration';

const MIN_INTERVAL = 5_000_000_000;

/** How often the tasks of a group are restarted where they are. */
export const restart: JobRule<'group'> = {
  code: 'NOMAD-RESTART',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, RestartPolicy.Validate',
  check({ group: { RestartPolicy: policy } }, say) {
    if (policy === undefined) return;
    const { Attempts: attempts = 0, Interval: interval = 0, Delay: delay = 0 } = policy;
    const mode: string = policy.Mode ?? '';
    if (mode !== 'fail' && mode !== 'delay') {
      say('RestartPolicy.Mode', {
        message: 'Nomad knows no such restart mode',
        value: show(mode),
        limit: 'fail, delay',
        fix: 'write one of them',
      });
    } else if (attempts === 0 && mode === 'delay') {
      say('RestartPolicy.Attempts', {
        message: 'a task that is not restarted cannot wait for the next restart',
        value: '0',
        fix: "write Mode 'fail', or a number of Attempts",
      });
    }
    if (interval < MIN_INTERVAL) {
      const limit = `at least ${shownDuration(MIN_INTERVAL)}`;
      say('RestartPolicy.Interval', {
        message: 'restarts are counted over a longer time',
        value: shownDuration(interval),
        limit,
        fix: 'lengthen Interval',
      });
    }
    if (product(attempts, delay) <= interval) return;
    say('RestartPolicy.Interval', {
      message: 'so many restarts with so much time between them do not fit into the interval',
      value: shownDuration(interval),
      limit: `Attempts times Delay, ${String(attempts)} times ${shownDuration(delay)}`,
      fix: 'lengthen Interval, or lower Attempts or Delay',
    });
  },
  trips: { RestartPolicy: { Attempts: 10, Delay: 15_000_000_000, Interval: 60_000_000_000 } },
  passes: { RestartPolicy: { Attempts: 3, Delay: 15_000_000_000, Interval: 60_000_000_000 } },
};
