import type { EstateRule } from '../rule';

const ORDERS = { path: 'trading/orders', id: 'sec-orders', namespace: 'trading', type: 'service', nodePool: 'general' };
const upstreamTo = (destination: string) => ({
  name: 'sec-orders',
  at: 'TaskGroups[0].Services[0]',
  connect: true,
  upstreams: [{ destination, at: 'TaskGroups[0].Services[0].Connect.SidecarService.Proxy.Upstreams[0]' }],
});
const LEDGER = {
  ...ORDERS,
  path: 'settlement/ledger',
  id: 'sec-ledger',
  services: [{ name: 'sec-ledger', at: 'TaskGroups[0].Services[0]', connect: true, upstreams: [] }],
};

/** An upstream that leads nowhere. */
export const upstreamUnknown: EstateRule = {
  code: 'MESH-UPSTREAM-UNKNOWN',
  on: 'estate',
  severity: 'warning',
  protects: 'The sidecar opens the local port and resets every connection to it; the job is healthy all the while.',
  source: 'seen on Consul 1.22.7',
  check({ jobs, domains }, say) {
    const known = new Set([
      ...jobs.flatMap(({ services }) => services.map(({ name }) => name)),
      ...domains.flatMap(({ members }) => members.map(({ service }) => service)),
    ]);
    for (const { path, services } of jobs) {
      for (const { destination, at } of services.flatMap(({ upstreams }) => upstreams)) {
        if (known.has(destination)) continue;
        say(path, at, {
          message: 'no job registers this service, and no domain declares it',
          value: destination,
          fix: 'connect to a service of this program, or declare it as ExternalService',
        });
      }
    }
  },
  trips: { jobs: [{ ...ORDERS, services: [upstreamTo('sec-leger')] }, LEDGER] },
  passes: { jobs: [{ ...ORDERS, services: [upstreamTo('sec-ledger')] }, LEDGER] },
};
