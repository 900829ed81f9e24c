import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const to = (DestinationName: string, LocalBindPort: number) =>
  soundService({
    Connect: {
      SidecarService: {
        Proxy: {
          Upstreams: [
            { DestinationName: 'sec-ledger', LocalBindPort: 9001 },
            { DestinationName, LocalBindPort },
          ],
        },
      },
    },
  });

/** Every upstream of a group has an address of its own. */
export const upstream: JobRule<'group'> = {
  code: 'NOMAD-UPSTREAM',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, groupConnectUpstreamsValidate',
  check({ group }, say) {
    let seen: Map<string, string> | undefined;
    group.Services?.forEach(({ Connect: connect }, index) => {
      connect?.SidecarService?.Proxy?.Upstreams?.forEach((one, upstreamIndex) => {
        const { LocalBindAddress: address = '', LocalBindPort: port = 0, LocalBindSocketPath: socket = '' } = one;
        // As Nomad compares them: as texts, so nobody's address and 127.0.0.1 are two.
        const listener = socket === '' ? `${address.includes(':') ? `[${address}]` : address}:${String(port)}` : socket;
        const at = `Services[${String(index)}].Connect.SidecarService.Proxy.Upstreams[${String(upstreamIndex)}]`;
        seen ??= new Map();
        const there = seen.get(listener);
        if (there === undefined) seen.set(listener, at);
        else say(at, { message: `the sidecar listens here for ${there} already`, value: listener, fix: 'give it another LocalBindPort' });
      });
    });
  },
  trips: { Services: [to('sec-quotes', 9001)] },
  passes: { Services: [to('sec-quotes', 9002)] },
};
