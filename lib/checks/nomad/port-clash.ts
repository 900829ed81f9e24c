import { soundService } from '../example-job';
import type { JobRule } from '../rule';

/** A listener of the group. */
interface Listener {
  readonly address: string;
  readonly port: number;
  readonly what: string;
}

const to = (LocalBindAddress: string) =>
  soundService({
    PortLabel: '8080',
    Connect: {
      SidecarService: {
        Proxy: {
          Upstreams: [
            { DestinationName: 'sec-ledger', LocalBindPort: 9001 },
            { DestinationName: 'sec-quotes', LocalBindPort: 9001, LocalBindAddress },
          ],
        },
      },
    },
  });

/** Two listeners of a group on one socket, which Nomad takes for two because they are written differently. */
export const portClash: JobRule<'group'> = {
  code: 'NOMAD-PORT-CLASH',
  on: 'group',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Envoy cannot listen for the upstream, or the program cannot start, after a deploy that was green at the servers.',
  source: 'Nomad 1.11.3, nomad/job_endpoint_hook_connect.go: addresses are compared as text, and upstreams with nothing else',
  check({ group }, say) {
    const services = group.Services ?? [];
    if (!services.some(({ Connect }) => (Connect?.SidecarService?.Proxy?.Upstreams ?? []).length > 0)) return;
    const listeners: Listener[] = [];
    for (const { Name: name = '', PortLabel: label = '', Connect } of services) {
      if (Connect?.SidecarService === undefined) continue;
      const { LocalServicePort: own = 0, LocalServiceAddress: address = '' } = Connect.SidecarService.Proxy ?? {};
      const port = own > 0 ? own : /^\d+$/.test(label) ? Number(label) : 0;
      // Where a program listens is its own business: on that address, or on all.
      if (port > 0) listeners.push({ address: normal(address), port, what: `the program behind ${name}` });
    }
    services.forEach(({ Connect }, index) => {
      Connect?.SidecarService?.Proxy?.Upstreams?.forEach((one, upstream) => {
        const {
          DestinationName: name = '',
          LocalBindPort: port = 0,
          LocalBindAddress: address = '',
          LocalBindSocketPath: socket = '',
        } = one;
        if (socket !== '' || port === 0) return;
        const listener = { address: normal(address), port, what: `the upstream ${name}` };
        const other = listeners.find((each) => each.port === port && meet(each.address, listener.address));
        listeners.push(listener);
        if (other === undefined || isRefused(services, address, port)) return;
        say(`Services[${String(index)}].Connect.SidecarService.Proxy.Upstreams[${String(upstream)}].LocalBindPort`, {
          message: `${other.what} listens on this socket already`,
          value: `${listener.address}:${String(port)}`,
          fix: 'give the upstream another LocalBindPort',
        });
      });
    });
  },
  trips: { Services: [to('127.0.0.1')] },
  passes: { Services: [to('127.0.0.2')] },
};

/** Nobody's address is that of the machine itself. */
function normal(address: string): string {
  return address === '' || address === 'localhost' ? '127.0.0.1' : address;
}

function meet(a: string, b: string): boolean {
  return a === b || a === '0.0.0.0' || b === '0.0.0.0';
}

/** What is written the same twice is refused by Nomad itself. */
function isRefused(services: readonly { readonly Connect?: unknown }[], address: string, port: number): boolean {
  let count = 0;
  for (const { Connect } of services as NonNullable<Parameters<typeof portClash.check>[0]['group']['Services']>) {
    for (const { LocalBindAddress = '', LocalBindPort = 0 } of Connect?.SidecarService?.Proxy?.Upstreams ?? [])
      if (LocalBindAddress === address && LocalBindPort === port) count++;
  }
  return count > 1;
}
