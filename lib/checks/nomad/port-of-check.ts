import type { ApiJson, Service, ServiceCheck } from '../../nomad';

const TYPES = new Set<string | undefined>(['grpc', 'http', 'tcp']);

/** The port of a service; Nomad gives one to a terminating gateway that has none. */
export function portOfService({ PortLabel: port = '', Connect: connect, Name: name = '' }: ApiJson<Service>): string {
  if (port !== '' || connect?.Gateway?.Terminating === undefined) return port;
  // One that is in the mesh in several ways is no gateway for Nomad.
  return connect.SidecarService === undefined && connect.Native !== true ? `connect-terminating-${name}` : port;
}

/** The port a check connects to, its own or that of its service; undefined where it needs none, empty where there is none. */
export function portOfCheck(service: ApiJson<Service>, check: ApiJson<ServiceCheck>): string | undefined {
  if (!TYPES.has(check.Type)) return undefined;
  const { PortLabel: own = '' } = check;
  return own === '' ? portOfService(service) : own;
}
