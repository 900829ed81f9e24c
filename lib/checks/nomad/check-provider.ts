import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };
const METHODS = new Set(['', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE']);
const OF_CONSUL = ['Expose', 'SuccessBeforePassing', 'FailuresBeforeCritical', 'FailuresBeforeWarning', 'TLSServerName'] as const;

/** Until Nomad 1.9.6 its own checks looked at certificates, always. */
const SKIPS_VERIFY = versionRank('1.9.6');

/** What checks of Consul can, and those of Nomad cannot. */
export const checkProvider: JobRule<'service'> = {
  code: 'NOMAD-CHECK-PROVIDER',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateNomad',
  check({ service, facts }, say) {
    if (service.Provider !== 'nomad') return;
    service.Checks?.forEach((one, index) => {
      const at = `Checks[${String(index)}]`;
      const { Method: method = '' } = one;
      for (const field of OF_CONSUL) {
        const value = one[field];
        if (value === undefined || value === 0 || value === '' || value === false) continue;
        say(`${at}.${field}`, {
          message: 'only checks of Consul have this',
          value: show(value),
          fix: `remove ${field}, or write Provider 'consul'`,
        });
      }
      if (one.TLSSkipVerify === true && versionRank(facts.engines.nomad) < SKIPS_VERIFY) {
        say(`${at}.TLSSkipVerify`, { message: 'only checks of Consul have this', value: 'true', fix: 'remove TLSSkipVerify' });
      }
      if (one.Type === 'http' && !METHODS.has(method.toUpperCase())) {
        say(`${at}.Method`, {
          message: 'Nomad asks with no such method',
          value: show(method),
          limit: 'a method of HTTP',
          fix: "write for instance 'GET'",
        });
      }
    });
  },
  trips: { Provider: 'nomad', Checks: [{ ...CHECK, SuccessBeforePassing: 3 }] },
  passes: { Provider: 'nomad', Checks: [{ ...CHECK, Method: 'HEAD' }] },
};
