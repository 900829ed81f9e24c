import type { ApiJson, Service, ServiceCheck } from '../../nomad';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { portOfCheck } from './port-of-check';

const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };
const INTEGER = /^[+-]?\d+$/;

/** The port a check connects to. */
export const checkPort: JobRule<'service'> = {
  code: 'NOMAD-CHECK-PORT',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.validateCheckPort; structs.go, validateServices',
  check({ service, task }, say) {
    service.Checks?.forEach((one, index) => {
      const port = portOfCheck(service, one);
      const at = `Checks[${String(index)}].PortLabel`;
      if (port === undefined) return;
      if (port === '')
        say(at, { message: 'the check has nothing to connect to', fix: 'write the label of a port, here or at the service' });
      else if (task !== undefined && INTEGER.test(port)) checkNumber(one, Number(port), at, say);
      if (isPlainTcpOfSidecar(service, one)) {
        const fix = 'write a check of type http or grpc, with its path exposed';
        say(`Checks[${String(index)}].Type`, {
          message: 'a tcp check reaches the sidecar, never the service behind it',
          value: 'tcp',
          fix,
        });
      }
    });
  },
  trips: { PortLabel: '', Checks: [CHECK] },
  passes: { PortLabel: '', Checks: [{ ...CHECK, PortLabel: 'health' }] },
};

function checkNumber({ AddressMode: mode }: ApiJson<ServiceCheck>, port: number, at: string, say: Say): void {
  if (mode === 'driver' && port > 0) return;
  say(at, {
    message: mode === 'driver' ? 'no program listens on this port' : 'a check of a task has the label of a port, not its number',
    value: String(port),
    limit: "a number of at least 1, with AddressMode 'driver'",
    fix: 'write the label of a port of the group',
  });
}

function isPlainTcpOfSidecar({ Provider: provider, Connect: connect }: ApiJson<Service>, { Type: type }: ApiJson<ServiceCheck>): boolean {
  return provider !== 'nomad' && type === 'tcp' && connect?.SidecarService !== undefined;
}
