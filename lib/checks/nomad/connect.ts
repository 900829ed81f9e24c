import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A service is in the mesh in one way, through its group, and through Consul. */
export const connect: JobRule<'service'> = {
  code: 'NOMAD-CONNECT',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ConsulConnect.Validate and Service.validateNomadService; structs.go, validateServices',
  check({ service, task }, say) {
    const { Connect: block } = service;
    if (block === undefined) return;
    if (task !== undefined) {
      say('Connect', { message: 'a service of a task is not in the mesh', fix: 'move the service to the group' });
    }
    if (service.Provider === 'nomad') {
      say('Connect', {
        message: 'the mesh is of Consul, and the service is in Nomad alone',
        value: 'Provider nomad',
        fix: "write Provider 'consul'",
      });
    }
    const ways = [
      block.SidecarService !== undefined && 'SidecarService',
      block.Native === true && 'Native',
      block.Gateway !== undefined && 'Gateway',
    ];
    const chosen = ways.filter((way) => way !== false);
    if (chosen.length === 1) return;
    say('Connect', {
      message: chosen.length === 0 ? 'nothing says how the service is in the mesh' : 'the service is in the mesh in several ways',
      value: chosen.join(', '),
      limit: 'exactly one of SidecarService, Native, Gateway',
      fix: chosen.length === 0 ? 'write SidecarService: {}' : 'keep one of them',
    });
  },
  trips: { Connect: {} },
  passes: { Connect: { SidecarService: {} } },
};
