import type { ApiJson, TaskGroup } from '../../nomad';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';

/** Numbers a sidecar takes inside the network of its group: its public listener any of the dynamic ones, Envoy's own the others. */
const TAKEN = [
  { from: 19_000, to: 19_199, by: 'the admin and ready ports of Envoy' },
  { from: 20_000, to: 32_000, by: 'the public listener of the sidecar, which gets any dynamic port' },
] as const;

/** A port beside a sidecar that the sidecar may get. */
export const portSidecar: JobRule<'group'> = {
  code: 'NOMAD-PORT-SIDECAR',
  on: 'group',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Once in some thousand starts two programs of the group want one port, and one of them does not start.',
  source: 'Nomad 1.11.3, client/allocrunner/taskrunner/envoy_bootstrap_hook.go and nomad/structs/network.go',
  check({ group }, say) {
    if (group.Services?.some(({ Connect }) => Connect?.SidecarService !== undefined) !== true) return;
    if (group.Networks?.[0]?.Mode === 'host') return;
    forEachInnerPort(group, (port, at) => {
      const range = TAKEN.find(({ from, to }) => port >= from && port <= to);
      if (range === undefined) return;
      say(at, {
        message: `inside the group this number may be taken by ${range.by}`,
        value: String(port),
        limit: TAKEN.map(({ from, to }) => `outside of ${String(from)} to ${String(to)}`).join(', '),
        fix: 'choose another port',
      });
    });
  },
  trips: {
    Services: [
      soundService({
        PortLabel: '8080',
        Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'sec-ledger', LocalBindPort: 20_001 }] } } },
      }),
    ],
  },
  passes: {
    Services: [
      soundService({
        PortLabel: '8080',
        Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'sec-ledger', LocalBindPort: 9001 }] } } },
      }),
    ],
  },
};

function forEachInnerPort(group: ApiJson<TaskGroup>, call: (port: number, at: string) => void): void {
  group.Networks?.forEach(({ ReservedPorts = [], DynamicPorts = [] }, index) => {
    DynamicPorts.forEach(({ To = 0 }, port) => {
      if (To > 0) call(To, `Networks[${String(index)}].DynamicPorts[${String(port)}].To`);
    });
    ReservedPorts.forEach(({ To = 0 }, port) => {
      if (To > 0) call(To, `Networks[${String(index)}].ReservedPorts[${String(port)}].To`);
    });
  });
  group.Services?.forEach(({ PortLabel = '', Connect }, index) => {
    const at = `Services[${String(index)}]`;
    if (/^\d+$/.test(PortLabel)) call(Number(PortLabel), `${at}.PortLabel`);
    const proxy = Connect?.SidecarService?.Proxy;
    if (proxy?.LocalServicePort !== undefined && String(proxy.LocalServicePort) !== PortLabel)
      call(proxy.LocalServicePort, `${at}.Connect.SidecarService.Proxy.LocalServicePort`);
    proxy?.Upstreams?.forEach(({ LocalBindPort = 0 }, upstream) => {
      call(LocalBindPort, `${at}.Connect.SidecarService.Proxy.Upstreams[${String(upstream)}].LocalBindPort`);
    });
  });
}
