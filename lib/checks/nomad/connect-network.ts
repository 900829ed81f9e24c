import type { ApiJson, Service } from '../../nomad';
import { versionRank } from '../../model';
import { show } from '../../values';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { proxyPrefix } from './injected-tasks';

/** Nomad 1.11.0 lets them live in a network of CNI as well. */
const TAKES_CNI = versionRank('1.11.0');

/** Sidecars and gateways live in the one network of their group. */
export const connectNetwork: JobRule<'group'> = {
  code: 'NOMAD-CONNECT-NETWORK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, groupConnectNetworkModeValidate; job_endpoint_hook_expose_check.go',
  check({ group, facts }, say) {
    const user = (group.Services ?? []).find((service) => usesNetwork(service) !== undefined);
    if (user === undefined) return;
    const networks = group.Networks ?? [];
    const [network] = networks;
    if (network === undefined || networks.length > 1) {
      say('Networks', {
        message: `${String(usesNetwork(user))} lives in the one network of its group`,
        value: `${String(networks.length)} networks`,
        limit: 'exactly 1',
        fix: network === undefined ? "add Networks: [{ Mode: 'bridge' }]" : 'keep one of them',
      });
      return;
    }
    const { Mode: mode = '' } = network;
    if (mode === 'bridge') return;
    const takesCni = versionRank(facts.engines.nomad) >= TAKES_CNI;
    if (takesCni && mode.startsWith('cni/')) return;
    const without = (group.Services ?? []).map(usesNetwork).find((use) => use !== undefined && (use !== 'a gateway' || mode !== 'host'));
    if (without === undefined) return;
    say('Networks[0].Mode', {
      message: `${without} has no network of its own here`,
      value: show(mode),
      limit: ['bridge', ...(without === 'a gateway' ? ['host'] : []), ...(takesCni ? ['cni/…'] : [])].join(', '),
      fix: "write Mode 'bridge'",
    });
  },
  trips: { Networks: [{ Mode: 'host' }], Services: [soundService({ Connect: { SidecarService: {} } })] },
  passes: { Services: [soundService({ Connect: { SidecarService: {} } })] },
};

/** What of a service needs a network; undefined where nothing does. */
function usesNetwork({ Connect: connect, Checks: checks = [] }: ApiJson<Service>): string | undefined {
  const prefix = connect === undefined ? undefined : proxyPrefix(connect);
  if (prefix === 'connect-proxy') return 'a sidecar';
  if (checks.some(({ Expose }) => Expose === true)) return 'an exposed check';
  return prefix === undefined ? undefined : 'a gateway';
}
