import type { JobRule } from '../rule';
import { shownDuration } from './shown-duration';

/** A new instance that is called healthy after one answer. */
export const minHealthyTime: JobRule<'service'> = {
  code: 'NOMAD-MIN-HEALTHY-TIME',
  on: 'service',
  severity: 'note',
  protects:
    'One answer makes an instance healthy, because the next question comes later: a program that dies after its first answer is rolled out.',
  source: 'Nomad 1.11.3, client/allochealth/tracker.go',
  check({ job, group, service }, say) {
    if ((job.Type ?? 'service') !== 'service' || group.Update?.HealthCheck === 'task_states') return;
    const least = group.Update?.MinHealthyTime ?? 10_000_000_000;
    service.Checks?.forEach(({ Interval: interval = 0, OnUpdate: onUpdate }, index) => {
      if (interval <= least || (onUpdate ?? service.OnUpdate) === 'ignore') return;
      say(`Checks[${String(index)}].Interval`, {
        message: 'a new instance counts as healthy before it is asked a second time',
        value: shownDuration(interval),
        limit: `at most Update.MinHealthyTime, ${shownDuration(least)}`,
        fix: 'raise Update.MinHealthyTime to two intervals, or ask more often',
      });
    });
  },
  trips: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 30_000_000_000, Timeout: 2_000_000_000 }] },
  passes: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 }] },
};
