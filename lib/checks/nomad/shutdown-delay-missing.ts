import { soundService } from '../example-job';
import type { JobRule } from '../rule';

/** A group that stops before its callers know. */
export const shutdownDelayMissing: JobRule<'group'> = {
  code: 'NOMAD-SHUTDOWN-DELAY-MISSING',
  on: 'group',
  severity: 'note',
  inProgram: 'warning',
  protects:
    'The instance is deregistered and killed at once, while callers still have its address: every roll-out answers some requests with 503. Nomad 2.0.1 and later warn of it too.',
  source: 'hashicorp/nomad#16958; seen on Nomad 1.11.3 with 48 requests a second: 9 to 16 failures without a delay, none with one second',
  check({ job, group }, say) {
    if ((job.Type ?? 'service') !== 'service' && job.Type !== 'system') return;
    if ((group.ShutdownDelay ?? 0) > 0) return;
    // A service without a port takes no requests; one that only watches is not asked either.
    const index = (group.Services ?? []).findIndex(
      ({ Provider = 'consul', PortLabel = '', Connect }) =>
        Provider === 'consul' && (PortLabel !== '' || Connect?.SidecarService !== undefined),
    );
    if (index < 0) return;
    // One main task that waits itself does the same.
    if ((group.Tasks ?? []).some(({ ShutdownDelay = 0, Lifecycle }) => Lifecycle === undefined && ShutdownDelay > 0)) return;
    say('ShutdownDelay', {
      message: 'the tasks are killed as soon as their service is deregistered, while callers still have the address',
      value: group.Services?.[index]?.Name ?? '',
      fix: 'set ShutdownDelay to the longest request and a margin, some seconds',
    });
  },
  trips: { ShutdownDelay: null, Services: [soundService({})] },
  passes: { ShutdownDelay: 10_000_000_000 },
};
