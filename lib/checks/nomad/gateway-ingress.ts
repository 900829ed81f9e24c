import type { ApiJson, ConsulIngressListener, ConsulIngressService } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const PROTOCOLS = new Set(['tcp', 'http', 'http2', 'grpc']);
const through = (listener: {
  readonly Port: number;
  readonly Protocol: string;
  readonly Services: readonly { readonly Name: string }[];
}) => ({
  Connect: { Gateway: { Ingress: { Listeners: [listener] } } },
});

/** What an ingress gateway lets in. */
export const gatewayIngress: JobRule<'service'> = {
  code: 'NOMAD-GATEWAY-INGRESS',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ConsulIngressConfigEntry.Validate',
  check({ service }, say) {
    const ingress = service.Connect?.Gateway?.Ingress;
    if (ingress === undefined) return;
    const at = 'Connect.Gateway.Ingress.Listeners';
    const { Listeners: listeners = [] } = ingress;
    if (listeners.length === 0)
      say(at, { message: 'an ingress gateway without a listener', fix: 'write a listener, with its port and services' });
    listeners.forEach((listener, index) => {
      checkListener(listener, `${at}[${String(index)}]`, say);
    });
  },
  trips: through({ Port: 8443, Protocol: 'https', Services: [{ Name: 'sec-orders' }] }),
  passes: through({ Port: 8443, Protocol: 'http', Services: [{ Name: 'sec-orders' }] }),
};

function checkListener({ Port: port = 0, Protocol, Services: services = [] }: ApiJson<ConsulIngressListener>, at: string, say: Say): void {
  const protocol: string = Protocol ?? 'tcp';
  if (port <= 0)
    say(`${at}.Port`, { message: 'a listener without a port', value: String(port), limit: 'at least 1', fix: 'write the port' });
  if (!PROTOCOLS.has(protocol)) {
    const limit = [...PROTOCOLS].join(', ');
    say(`${at}.Protocol`, {
      message: 'an ingress gateway speaks no such protocol',
      value: show(protocol),
      limit,
      fix: 'write one of them',
    });
  }
  if (services.length === 0) say(`${at}.Services`, { message: 'a listener that leads nowhere', fix: 'write the services behind it' });
  services.forEach((service, index) => {
    checkService(service, protocol, `${at}.Services[${String(index)}]`, say);
  });
}

function checkService({ Name: name = '', Hosts: hosts = [] }: ApiJson<ConsulIngressService>, protocol: string, at: string, say: Say): void {
  if (name === '') say(`${at}.Name`, { message: 'a service without a name', fix: 'name the service behind the listener' });
  if (protocol === 'tcp' && name === '*') {
    say(`${at}.Name`, { message: 'tcp does not say which service is meant', value: '*', fix: 'name the service, or write Protocol http' });
  }
  if (hosts.length > 0 && (protocol === 'tcp' || name === '*')) {
    const message = protocol === 'tcp' ? 'tcp knows no hosts' : 'the hosts of all services are not one list';
    say(`${at}.Hosts`, { message, value: show(hosts), fix: 'remove Hosts' });
  }
}
