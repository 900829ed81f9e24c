import type { ApiJson, ServiceCheck } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const VALUES = new Set(['require_healthy', 'ignore_warnings', 'ignore']);
const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };

/** What a roll-out takes for healthy, and what restarts a task, must not contradict each other. */
export const checkOnUpdate: JobRule<'service'> = {
  code: 'NOMAD-CHECK-ON-UPDATE',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateCommon',
  check({ service }, say) {
    service.Checks?.forEach((one, index) => {
      checkOne(one, service.Provider === 'nomad', `Checks[${String(index)}]`, say);
    });
  },
  trips: { Checks: [{ ...CHECK, OnUpdate: 'ignore', CheckRestart: { Limit: 3 } }] },
  passes: { Checks: [{ ...CHECK, OnUpdate: 'ignore_warnings', CheckRestart: { Limit: 3, IgnoreWarnings: true } }] },
};

function checkOne({ OnUpdate: onUpdate, CheckRestart: restart }: ApiJson<ServiceCheck>, inNomad: boolean, at: string, say: Say): void {
  const value: string = onUpdate ?? 'require_healthy';
  if (!VALUES.has(value)) {
    say(`${at}.OnUpdate`, {
      message: 'Nomad knows no such word',
      value: show(value),
      limit: [...VALUES].join(', '),
      fix: 'write one of them',
    });
  }
  if (value === 'ignore' && restart !== undefined) {
    say(`${at}.CheckRestart`, {
      message: 'a check that a roll-out ignores restarts the task, and the roll-out succeeds all the while',
      value: 'OnUpdate ignore',
      fix: "remove CheckRestart of check and service, or write OnUpdate 'require_healthy'",
    });
  }
  if (value === 'ignore_warnings' && restart !== undefined && restart.IgnoreWarnings !== true) {
    say(`${at}.CheckRestart.IgnoreWarnings`, {
      message: 'a warning that a roll-out ignores restarts the task',
      value: 'OnUpdate ignore_warnings',
      fix: 'write IgnoreWarnings: true, or another OnUpdate',
    });
  }
  if (value === 'ignore_warnings' && inNomad) {
    say(`${at}.OnUpdate`, { message: 'checks of Nomad have no warnings', value, fix: "write OnUpdate 'require_healthy' or 'ignore'" });
  }
}
