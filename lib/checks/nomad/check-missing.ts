import type { JobRule } from '../rule';

/** A service that is healthy whatever happens. */
export const checkMissing: JobRule<'service'> = {
  code: 'NOMAD-CHECK-MISSING',
  on: 'service',
  severity: 'note',
  inProgram: 'warning',
  protects:
    'The catalogue hands the address out before the program listens and after it hangs, and a roll-out sees the tasks run and goes on.',
  source: 'Consul: a service without a check is passing',
  check({ job, group, service }, say) {
    if (service.PortLabel === undefined || service.PortLabel === '' || (service.Checks ?? []).length > 0) return;
    if ((job.Type ?? 'service') !== 'service' && job.Type !== 'system') return;
    // Another service of the same port is asked already.
    const others = [...(group.Services ?? []), ...(group.Tasks ?? []).flatMap(({ Services = [] }) => Services)];
    const isAsked = others.some(
      ({ PortLabel, Checks = [] }) =>
        Checks.length > 0 && (PortLabel === service.PortLabel || Checks.some((check) => check.PortLabel === service.PortLabel)),
    );
    if (isAsked) return;
    say('Checks', {
      message: 'nobody asks whether the service answers: it counts as healthy from its first moment on',
      value: service.Name ?? '',
      fix: 'add a check of type http, grpc or tcp',
    });
  },
  trips: { Checks: [] },
  passes: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 }] },
};
