import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const VALUES = new Set(['require_healthy', 'ignore_warnings', 'ignore']);

/** Whether a roll-out waits for the checks of a service. */
export const serviceOnUpdate: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-ON-UPDATE',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.Validate',
  check({ service }, say) {
    const value: string = service.OnUpdate ?? 'require_healthy';
    if (VALUES.has(value)) return;
    say('OnUpdate', { message: 'Nomad knows no such word', value: show(value), limit: [...VALUES].join(', '), fix: 'write one of them' });
  },
  trips: { OnUpdate: 'healthy' },
  passes: { OnUpdate: 'ignore' },
};
