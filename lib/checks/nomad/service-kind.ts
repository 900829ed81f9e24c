import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const KINDS = new Set(['', 'api-gateway', 'ingress-gateway', 'mesh-gateway', 'terminating-gateway']);

/** What a service is for Consul. */
export const serviceKind: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-KIND',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.validateConsulService',
  check({ service }, say) {
    const kind: string = service.Kind ?? '';
    if (KINDS.has(kind) || service.Provider === 'nomad') return;
    say('Kind', {
      message: 'Nomad takes no such kind of service',
      value: show(kind),
      limit: 'api-gateway, ingress-gateway, mesh-gateway, terminating-gateway',
      fix: 'write one of them, or remove Kind',
    });
  },
  trips: { Kind: 'connect-proxy' },
  passes: { Kind: 'terminating-gateway' },
};
