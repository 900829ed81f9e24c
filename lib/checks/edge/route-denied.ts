import { indexOf } from '../estate-index';
import { exampleEntry, exampleIntentions } from '../example-estate';
import type { EstateRule } from '../rule';
import { parentsIn, targetsOf } from './gateways';

const ROUTE = exampleEntry('http-route', 'sec-public.orders', {
  Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName: 'https' }],
  Rules: [{ Matches: [{ Path: { Match: 'prefix', Value: '/orders' } }], Services: [{ Name: 'sec-orders' }] }],
});

/** A public way that ends at a closed door. */
export const routeDenied: EstateRule = {
  code: 'EDGE-ROUTE-DENIED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Every request from outside is answered with RBAC: access denied, while gateway and service are healthy.',
  source: 'agent/xds/rbac.go; the source of the intention is the gateway',
  check(estate, say) {
    const index = indexOf(estate);
    if (index.entries('service-intentions').size === 0) return;
    for (const { path, route, gateway } of parentsIn(index)) {
      for (const { service, at } of targetsOf(route)) {
        for (const leaf of index.leaves(service)) {
          const verdict = index.verdict(gateway, leaf);
          if (verdict === 'allow' || verdict === 'some') continue;
          say(path, at, {
            message: `no intention lets ${gateway} call ${leaf}`,
            value: leaf === service ? service : `${service}, answered by ${leaf}`,
            fix: `let ${leaf} name ${gateway} as a caller, or drop the route`,
          });
        }
      }
    }
  },
  trips: { entries: [ROUTE, exampleIntentions('sec-orders', { '*': 'deny' })] },
  passes: {
    entries: [
      ROUTE,
      exampleIntentions('sec-orders', { 'sec-public': [{ Action: 'allow', HTTP: { PathPrefix: '/orders' } }], '*': 'deny' }),
    ],
  },
};
