import type { ApiJson, ServiceCheck } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { urlProblem } from './url-problem';

const TYPES = { consul: ['grpc', 'tcp', 'http', 'script'], nomad: ['tcp', 'http'] } as const;
const STATUS = new Set(['', 'passing', 'warning', 'critical']);
const MAX_NOTES = 255;

/** What a check asks. */
export const check: JobRule<'service'> = {
  code: 'NOMAD-CHECK',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ServiceCheck.validateCommon',
  check({ service }, say) {
    const types: readonly string[] = service.Provider === 'nomad' ? TYPES.nomad : TYPES.consul;
    service.Checks?.forEach((one, index) => {
      const at = `Checks[${String(index)}]`;
      // Nomad looks at the type without regard to case here, and with regard to it elsewhere.
      const type = (one.Type ?? '').toLowerCase();
      if (!types.includes(type)) {
        const message = type === '' ? 'a check without a type' : `${service.Provider ?? 'consul'} has no such type of check`;
        say(`${at}.Type`, { message, value: show(one.Type ?? ''), limit: types.join(', '), fix: 'write one of them' });
      }
      if (type === 'http') checkPath(one, at, say);
      if (type === 'script' && (one.Command ?? '') === '') {
        say(`${at}.Command`, { message: 'a script check without a command', fix: 'write the path of the script' });
      }
      checkRest(one, service.Provider, at, say);
    });
  },
  trips: { Checks: [{ Name: 'ready', Type: 'http', Interval: 10_000_000_000, Timeout: 2_000_000_000 }] },
  passes: { Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 }] },
};

function checkPath({ Path: path = '' }: ApiJson<ServiceCheck>, at: string, say: Say): void {
  const problem = path === '' ? 'an http check without a path' : urlProblem(path);
  if (problem === undefined) return;
  say(`${at}.Path`, { message: problem, value: show(path), limit: 'a path, and no host', fix: "write for instance '/ready'" });
}

function checkRest(
  { InitialStatus: initial, Notes: notes = '' }: ApiJson<ServiceCheck>,
  provider: string | undefined,
  at: string,
  say: Say,
): void {
  const status: string = initial ?? '';
  if (!STATUS.has(status)) {
    const limit = 'passing, warning, critical';
    say(`${at}.InitialStatus`, { message: 'a check has no such status', value: show(status), limit, fix: 'write one of them' });
  }
  if (provider !== 'nomad' && notes.length * 3 > MAX_NOTES && new TextEncoder().encode(notes).length > MAX_NOTES) {
    say(`${at}.Notes`, {
      message: 'these notes are too long',
      value: show(notes),
      limit: `${String(MAX_NOTES)} bytes`,
      fix: 'shorten them',
    });
  }
}
