import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const OF_GROUPS = new Set(['auto', 'host', 'alloc', 'alloc_ipv6']);
const OF_TASKS = new Set(['auto', 'host', 'driver']);

/** Nomad 1.10.4 knows alloc_ipv6. */
const ALLOC_IPV6 = versionRank('1.10.4');

/** Which address of a service others are told. */
export const serviceAddress: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-ADDRESS',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.Validate; structs.go, validateServices',
  check({ service, task, facts }, say) {
    const mode: string = service.AddressMode ?? 'auto';
    const modes = task === undefined ? OF_GROUPS : OF_TASKS;
    if (!modes.has(mode) || (mode === 'alloc_ipv6' && versionRank(facts.engines.nomad) < ALLOC_IPV6)) {
      say('AddressMode', {
        message: `a service of a ${task === undefined ? 'group' : 'task'} has no such address`,
        value: show(mode),
        limit: [...modes].join(', '),
        fix: OF_TASKS.has(mode) ? 'write another mode, or move the service into the task' : 'write one of them',
      });
    } else if (mode !== 'auto' && (service.Address ?? '') !== '') {
      say('Address', {
        message: 'the address is given, and looked up as well',
        value: service.Address ?? '',
        limit: `AddressMode 'auto', not ${show(mode)}`,
        fix: 'remove Address, or AddressMode',
      });
    }
  },
  trips: { AddressMode: 'driver' },
  passes: { AddressMode: 'alloc' },
};
