import type { ConsulAgentAddress } from '../lib/gateway';
import type { PlatformFacts } from '../lib/platform';

/** How a gateway reaches the Consul agent of its own server: the scheme of the platform's address, Consul's default ports. @internal */
export function consulAgentOf({ addresses, consulCa, consulServerName = 'localhost' }: PlatformFacts): ConsulAgentAddress {
  const tls = addresses.consul.startsWith('https:');
  const host = '${attr.unique.network.ip-address}';
  return tls
    ? { http: `https://${host}:8501`, grpc: `https://${host}:8503`, ca: consulCa, serverName: consulServerName }
    : { http: `http://${host}:8500`, grpc: `http://${host}:8502`, ca: undefined, serverName: undefined };
}
