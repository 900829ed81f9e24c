import { upstreamAt } from '../digest-address';
import { indexOf } from '../estate-index';
import { exampleCaller, exampleIntentions } from '../example-estate';
import type { EstateRule } from '../rule';

const CALL = [exampleCaller('sec-orders', ['sec-ledger']), exampleCaller('sec-ledger')];

/** An upstream that nobody opened. */
export const upstreamDenied: EstateRule = {
  code: 'MESH-UPSTREAM-DENIED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Every call through the upstream is answered with RBAC: access denied or a reset, while caller and callee are healthy.',
  source: 'hashicorp/consul#10821; agent/xds/rbac.go',
  check(estate, say) {
    const index = indexOf(estate);
    if (!index.knowsIntentions) return;
    for (const { path, services } of estate.jobs) {
      for (const service of services) {
        for (const upstream of service.upstreams) {
          const { destination } = upstream;
          for (const leaf of index.leaves(destination)) {
            if (index.mayCall(service.name, leaf)) continue;
            say(path, upstreamAt(service, upstream), {
              message: `the intentions of ${leaf} do not let ${service.name} call it`,
              value: leaf === destination ? destination : `${destination}, answered by ${leaf}`,
              fix: `let ${leaf} name ${service.name} as a caller, or drop the upstream`,
            });
          }
        }
      }
    }
  },
  trips: { jobs: CALL, entries: [exampleIntentions('sec-ledger', { '*': 'deny' })] },
  passes: { jobs: CALL, entries: [exampleIntentions('sec-ledger', { 'sec-orders': 'allow', '*': 'deny' })] },
};
