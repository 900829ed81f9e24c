import type { JobRule } from '../rule';
import { shownDuration } from './shown-duration';

/** A question that is still open when the next one comes. */
export const checkTimeout: JobRule<'service'> = {
  code: 'NOMAD-CHECK-TIMEOUT',
  on: 'service',
  severity: 'note',
  inProgram: 'warning',
  protects: 'A program that hangs is asked seldom: the time to find out is the timeout, not the interval.',
  source: 'Consul, agent/checks: the next check waits for the one before',
  check({ service }, say) {
    service.Checks?.forEach(({ Interval: interval = 0, Timeout: timeout = 0 }, index) => {
      if (interval <= 0 || timeout <= interval) return;
      say(`Checks[${String(index)}].Timeout`, {
        message: 'a check waits longer for an answer than the time to the next one',
        value: shownDuration(timeout),
        limit: `less than Interval, ${shownDuration(interval)}`,
        fix: 'shorten Timeout',
      });
    });
  },
  trips: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 5_000_000_000, Timeout: 8_000_000_000 }] },
  passes: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 5_000_000_000, Timeout: 2_000_000_000 }] },
};
