import { soundService } from '../example-job';
import type { JobRule } from '../rule';

/** Checks that a roll-out does not look at. */
export const updateChecks: JobRule<'group'> = {
  code: 'NOMAD-UPDATE-CHECKS',
  on: 'group',
  severity: 'warning',
  protects: 'A version whose checks all fail is rolled out to the end, because its tasks run.',
  source: 'Nomad 1.11.3, client/allochealth/tracker.go: task_states looks at tasks alone',
  check({ group }, say) {
    if (group.Update?.HealthCheck !== 'task_states') return;
    const services = [...(group.Services ?? []), ...(group.Tasks ?? []).flatMap(({ Services = [] }) => Services)];
    const asked = services.find(({ Checks = [] }) => Checks.length > 0);
    if (asked === undefined) return;
    say('Update.HealthCheck', {
      message: 'a roll-out does not look at the checks of the services',
      value: `task_states, and ${asked.Name ?? ''} has checks`,
      fix: 'write checks, or leave it out',
    });
  },
  trips: { Update: { HealthCheck: 'task_states' }, Services: [soundService({})] },
  passes: { Update: { HealthCheck: 'checks' } },
};
