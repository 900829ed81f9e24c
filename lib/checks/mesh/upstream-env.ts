import { soundService } from '../example-job';
import type { GroupSubject, JobRule } from '../rule';

const upstreams = (...names: readonly string[]) => ({
  Services: [
    soundService({
      PortLabel: '8080',
      Connect: {
        SidecarService: {
          Proxy: { Upstreams: names.map((DestinationName, index) => ({ DestinationName, LocalBindPort: 9001 + index })) },
        },
        SidecarTask: { ShutdownDelay: 5_000_000_000 },
      },
    }),
  ],
});

/** Two upstreams that the program cannot tell apart. */
export const upstreamEnv: JobRule<'group'> = {
  code: 'MESH-UPSTREAM-ENV',
  on: 'group',
  severity: 'warning',
  protects: 'Both have one environment variable, and it holds the address of the later: the program sends to the wrong service.',
  source: 'client/taskenv/env.go, buildUpstreamsEnv',
  check({ group }: GroupSubject, say) {
    const first = new Map<string, string>();
    group.Services?.forEach((service, position) => {
      service.Connect?.SidecarService?.Proxy?.Upstreams?.forEach(({ DestinationName = '' }, index) => {
        const variable = DestinationName.replaceAll(/[^A-Za-z0-9_.]|^\d/g, '_');
        const other = first.get(variable);
        if (other === undefined) first.set(variable, DestinationName);
        else
          say(`Services[${String(position)}].Connect.SidecarService.Proxy.Upstreams[${String(index)}].DestinationName`, {
            message:
              other === DestinationName
                ? `a second upstream to ${other} takes over the environment variable of the first`
                : `the upstreams to ${other} and ${DestinationName} have one environment variable`,
            value: `NOMAD_UPSTREAM_ADDR_${variable}`,
            fix: other === DestinationName ? 'leave one of them out' : 'rename one of the services',
          });
      });
    });
  },
  trips: upstreams('sec-fx-orders', 'sec-fx_orders'),
  passes: upstreams('sec-fx-orders', 'sec-ledger'),
};
