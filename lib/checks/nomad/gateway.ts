import type { ApiJson, ConsulGatewayProxy } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const DISCOVERY = new Set(['', 'STRICT_DNS', 'LOGICAL_DNS']);

/** A gateway that Nomad runs is of one kind. */
export const gateway: JobRule<'service'> = {
  code: 'NOMAD-GATEWAY',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ConsulGateway.Validate; job_endpoint_hook_connect.go, groupConnectHook',
  check({ service: { Connect: connect, PortLabel: port = '' } }, say) {
    const block = connect?.Gateway;
    if (block === undefined) return;
    if (block.Proxy !== undefined) checkProxy(block.Proxy, say);
    const kinds = (['Ingress', 'Terminating', 'Mesh'] as const).filter((kind) => block[kind] !== undefined);
    if (kinds.length !== 1) {
      say('Connect.Gateway', {
        message: kinds.length === 0 ? 'a gateway of no kind' : 'a gateway of several kinds',
        value: kinds.join(', '),
        limit: 'exactly one of Ingress, Terminating, Mesh',
        fix: kinds.length === 0 ? 'say which one it is' : 'keep one of them',
      });
    }
    if (block.Mesh !== undefined && port === '') {
      say('PortLabel', { message: 'a mesh gateway needs a port that others reach', fix: 'write the label of its port' });
    }
  },
  trips: { Connect: { Gateway: {} } },
  passes: { PortLabel: 'health', Connect: { Gateway: { Mesh: {} } } },
};

function checkProxy(proxy: ApiJson<ConsulGatewayProxy>, say: Say): void {
  const discovery: string = proxy.EnvoyDNSDiscoveryType ?? '';
  if (!DISCOVERY.has(discovery)) {
    const limit = 'STRICT_DNS, LOGICAL_DNS';
    say('Connect.Gateway.Proxy.EnvoyDNSDiscoveryType', {
      message: 'Envoy looks up no names in this way',
      value: show(discovery),
      limit,
      fix: 'write one of them',
    });
  }
  for (const [name, { Address: address = '', Port: port = 0 }] of Object.entries(proxy.EnvoyGatewayBindAddresses ?? {})) {
    const at = `Connect.Gateway.Proxy.EnvoyGatewayBindAddresses[${JSON.stringify(name)}]`;
    if (address === '') say(`${at}.Address`, { message: 'a listener without an address', fix: "write for instance '0.0.0.0'" });
    // -1 is for Nomad to fill in.
    if (port <= 0 && port !== -1) {
      say(`${at}.Port`, {
        message: 'a listener without a port',
        value: String(port),
        limit: 'at least 1, or -1 for one that Nomad chooses',
        fix: 'write the port',
      });
    }
  }
}
