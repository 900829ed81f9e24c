import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

const SECOND = 1_000_000_000;

/** How often a check asks, and how long it waits. */
export const checkInterval: JobRule<'service'> = {
  code: 'NOMAD-CHECK-INTERVAL',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateCommon',
  check({ service }, say) {
    service.Checks?.forEach(({ Interval: interval = 0, Timeout: timeout = 0 }, index) => {
      const at = `Checks[${String(index)}]`;
      const said = { limit: 'at least 1s', fix: 'write a length of time of at least a second' };
      if (interval < SECOND) {
        const message = interval === 0 ? 'a check without an interval' : 'the check asks too often';
        say(`${at}.Interval`, { message, value: shownDuration(interval), ...said });
      }
      if (timeout < SECOND) {
        const message = timeout === 0 ? 'a check without a timeout' : 'the check does not wait for an answer';
        say(`${at}.Timeout`, { message, value: shownDuration(timeout), ...said });
      }
    });
  },
  trips: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000 }] },
  passes: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 1_000_000_000 }] },
};
