import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const OF_GROUPS = new Set(['', 'host', 'driver', 'alloc', 'alloc_ipv6']);
const OF_TASKS = new Set(['', 'host', 'driver']);

/** Nomad 1.10.4 knows alloc_ipv6. */
const ALLOC_IPV6 = versionRank('1.10.4');

/** Which address a check connects to. */
export const checkAddress: JobRule<'service'> = {
  code: 'NOMAD-CHECK-ADDRESS',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateCommon; structs.go, validateServices',
  check({ service, task, facts }, say) {
    const modes = task === undefined ? OF_GROUPS : OF_TASKS;
    service.Checks?.forEach((one, index) => {
      const mode: string = one.AddressMode ?? '';
      const at = `Checks[${String(index)}].AddressMode`;
      if (!modes.has(mode) || (mode === 'alloc_ipv6' && versionRank(facts.engines.nomad) < ALLOC_IPV6)) {
        say(at, {
          message:
            mode === 'auto' ? 'auto is for services; a check without a mode has that of its service' : 'a check here has no such address',
          value: show(mode),
          limit: task === undefined ? 'host, driver, alloc, alloc_ipv6' : 'host, driver',
          fix: 'write another mode, or none',
        });
      } else if (mode === 'driver' && task === undefined && (one.TaskName ?? '') !== '') {
        say(at, {
          message: 'the address of a driver is known to services of a task alone',
          value: mode,
          fix: 'move the service into the task, or write another mode',
        });
      } else if (mode === 'driver' && service.Provider === 'nomad') {
        say(at, { message: 'only checks of Consul know the address of a driver', value: mode, fix: 'write another mode, or none' });
      }
    });
  },
  trips: {
    Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000, AddressMode: 'auto' }],
  },
  passes: {
    Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000, AddressMode: 'host' }],
  },
};
