import { indexOf } from '../estate-index';
import { exampleCaller, exampleDomain, exampleEntry } from '../example-estate';
import type { EstateRule } from '../rule';
import { parentsIn, targetsOf } from './gateways';

const route = (Name: string) =>
  exampleEntry('http-route', 'sec-public.orders', {
    Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName: 'https' }],
    Rules: [{ Matches: [{ Path: { Match: 'prefix', Value: '/orders' } }], Services: [{ Name }] }],
  });
const ESTATE = { jobs: [exampleCaller('sec-orders')], domains: [exampleDomain('sec-orders')] };

/** A public way to a service that is nowhere. */
export const routeTarget: EstateRule = {
  code: 'EDGE-ROUTE-TARGET',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul takes the route, and every request to it is answered with 503.',
  source: 'agent/consul/gateways/controller_gateways.go: a service of a route need not exist',
  check(estate, say) {
    const index = indexOf(estate);
    if (!index.knowsServices) return;
    for (const { path, route } of parentsIn(index)) {
      for (const { service, at } of targetsOf(route)) {
        if (index.exists(service) || index.isVirtual(service)) continue;
        say(path, at, {
          message: 'no job registers this service, and no domain declares it',
          value: service,
          fix: 'name a service of this program',
        });
      }
    }
  },
  trips: { ...ESTATE, entries: [route('sec-order')] },
  passes: { ...ESTATE, entries: [route('sec-orders')] },
};
