import { upstreamAt } from '../digest-address';
import { indexOf } from '../estate-index';
import { exampleCaller, exampleDomain } from '../example-estate';
import type { EstateRule } from '../rule';

/** An upstream that leads nowhere. */
export const upstreamUnknown: EstateRule = {
  code: 'MESH-UPSTREAM-UNKNOWN',
  on: 'estate',
  severity: 'warning',
  protects: 'The sidecar opens the local port and resets every connection to it; the job is healthy all the while.',
  source: 'seen on Consul 1.22.7',
  check(estate, say) {
    const index = indexOf(estate);
    // Jobs alone say nothing about services that others register.
    if (!index.knowsServices) return;
    for (const { path, services } of estate.jobs) {
      for (const service of services) {
        for (const upstream of service.upstreams) {
          const { destination } = upstream;
          if (index.exists(destination) || index.isVirtual(destination)) continue;
          say(path, upstreamAt(service, upstream), {
            message: 'no job registers this service, and no domain declares it',
            value: destination,
            fix: 'connect to a service of this program, or declare it as ExternalService',
          });
        }
      }
    }
  },
  trips: {
    jobs: [exampleCaller('sec-orders', ['sec-leger']), exampleCaller('sec-ledger')],
    domains: [exampleDomain('sec-orders', 'sec-ledger')],
  },
  passes: {
    jobs: [exampleCaller('sec-orders', ['sec-ledger']), exampleCaller('sec-ledger')],
    domains: [exampleDomain('sec-orders', 'sec-ledger')],
  },
};
