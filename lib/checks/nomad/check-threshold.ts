import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };
const COUNTED = new Set<string | undefined>(['tcp', 'http', 'grpc']);
const FIELDS = ['SuccessBeforePassing', 'FailuresBeforeCritical', 'FailuresBeforeWarning'] as const;

/** How many answers in a row change the status of a check. */
export const checkThreshold: JobRule<'service'> = {
  code: 'NOMAD-CHECK-THRESHOLD',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateConsul',
  check({ service }, say) {
    if (service.Provider === 'nomad') return;
    service.Checks?.forEach((one, index) => {
      if (COUNTED.has(one.Type)) return;
      for (const field of FIELDS) {
        const value = one[field] ?? 0;
        if (value <= 0) continue;
        const limit = 'checks of type tcp, http, grpc';
        say(`Checks[${String(index)}].${field}`, {
          message: `Consul counts no answers of a check of type ${show(one.Type ?? '')}`,
          value: String(value),
          limit,
          fix: `remove ${field}`,
        });
      }
    });
  },
  trips: { Checks: [{ ...CHECK, Type: 'script', Path: null, Command: '/bin/ready', TaskName: 'orders', FailuresBeforeCritical: 3 }] },
  passes: { Checks: [{ ...CHECK, FailuresBeforeCritical: 3 }] },
};
