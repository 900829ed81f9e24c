import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedPorts } from './injected-ports';

/** Nomad adds a dynamic port for a sidecar, and its label is not to be that of a static one. */
export const connectPort: JobRule<'group'> = {
  code: 'NOMAD-CONNECT-PORT',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, injectPort; structs/structs.go, TaskGroup.validateNetworks',
  check({ group }, say) {
    for (const { label, service } of injectedPorts(group)) {
      const taken = group.Networks?.some(({ ReservedPorts: ports = [] }) => ports.some(({ Label }) => Label === label));
      if (taken !== true) continue;
      say(`Services[${String(service)}].Connect`, {
        message: 'Nomad adds a dynamic port of this label, and a static port has it',
        value: label,
        fix: 'give the static port another label, or let the sidecar have a port of its own',
      });
    }
  },
  trips: {
    Networks: [{ Mode: 'bridge', ReservedPorts: [{ Label: 'proxy', Value: 9443 }], DynamicPorts: [{ Label: 'health', To: -1 }] }],
    Services: [soundService({ Connect: { SidecarService: { Port: 'proxy' } } })],
  },
  passes: {
    Networks: [
      {
        Mode: 'bridge',
        DynamicPorts: [
          { Label: 'proxy', To: -1 },
          { Label: 'health', To: -1 },
        ],
      },
    ],
    Services: [soundService({ Connect: { SidecarService: { Port: 'proxy' } } })],
  },
};
