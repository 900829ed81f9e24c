import type { JsonObject } from '../../model';
import { indexOf, type EstateIndex } from '../estate-index';
import { exampleEntry, exampleIntentions } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
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
    if (!index.knowsIntentions) return;
    for (const { path, route, gateway } of parentsIn(index)) {
      for (const { service, at, rule } of targetsOf(route)) {
        for (const leaf of index.leaves(service)) {
          const denied = index.mayCall(gateway, leaf) ? deniedRequest(index, gateway, leaf, rule) : 'every request';
          if (denied === undefined) continue;
          say(path, at, {
            message: `the intentions of ${leaf} do not let ${gateway} ask what is routed to it`,
            value: leaf === service ? denied : `${denied} to ${service}, answered by ${leaf}`,
            fix: `let ${leaf} name ${gateway} as a caller of it, or drop the route`,
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

/** The first request that is routed and denied: of matches on one path, which alone are one request. */
function deniedRequest(index: EstateIndex, gateway: string, service: string, rule: JsonObject | undefined): string | undefined {
  if (rule === undefined || index.speaksTcp(service)) return undefined;
  const rewritten = textIn(objectIn(objectIn(rule, 'Filters'), 'URLRewrite'), 'Path');
  for (const match of objectsIn(rule, 'Matches')) {
    const { Match, Value } = objectIn(match, 'Path');
    const method = textIn(match, 'Method').toUpperCase();
    if (Match !== 'exact' || typeof Value !== 'string' || method === '' || objectsIn(match, 'Headers').length > 0) continue;
    const path = rewritten === '' ? Value : rewritten;
    if (index.intentions.permits(gateway, service, { method, path }) === 'deny') return `${method} ${path}`;
  }
  return undefined;
}
