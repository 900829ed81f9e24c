import type { ApiJson, Service } from '../../nomad';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';

const mesh = (ports: object) => ({
  Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ...ports }],
  Services: [
    soundService({
      PortLabel: '8080',
      Connect: { SidecarService: { Proxy: { LocalServicePort: 8080 } }, SidecarTask: { ShutdownDelay: 5_000_000_000 } },
    }),
  ],
});

/** A way to a mesh service around its sidecar. */
export const bypass: JobRule<'group'> = {
  code: 'MESH-BYPASS',
  on: 'group',
  severity: 'warning',
  protects:
    'Whoever reaches the server reaches the program: no certificate is asked for, no intention, and no log of the mesh knows of it.',
  source: 'nomad docs job-specification/expose; a mapped port leads into the network of the allocation',
  check({ group }, say) {
    const ports = (group.Services ?? []).map(meshPort).filter((port) => port !== undefined);
    if (ports.length === 0) return;
    group.Networks?.forEach((network, position) => {
      for (const list of ['ReservedPorts', 'DynamicPorts'] as const) {
        network[list]?.forEach(({ Label = '', To = 0, Value = 0 }, index) => {
          // A mapped port that names no other one leads to the same number inside.
          const inside = To > 0 ? To : To === 0 && list === 'ReservedPorts' ? Value : 0;
          if (!ports.includes(inside)) return;
          say(`Networks[${String(position)}].${list}[${String(index)}]`, {
            message: 'a port of the server leads to the port that the sidecar protects',
            value: `${Label} to ${String(inside)}`,
            fix: 'drop the port: callers come through their sidecars',
          });
        });
      }
    });
  },
  trips: mesh({ ReservedPorts: [{ Label: 'http', Value: 8080, To: 8080 }] }),
  passes: mesh({}),
};

/** Port on which a program behind a sidecar listens. */
function meshPort({ Connect, PortLabel = '' }: ApiJson<Service>): number | undefined {
  if (Connect?.SidecarService === undefined) return undefined;
  const { LocalServicePort = 0 } = Connect.SidecarService.Proxy ?? {};
  if (LocalServicePort > 0) return LocalServicePort;
  return /^\d+$/.test(PortLabel) ? Number(PortLabel) : undefined;
}
