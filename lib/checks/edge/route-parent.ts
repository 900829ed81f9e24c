import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { parentsIn } from './gateways';

const GATEWAY = exampleEntry('api-gateway', 'sec-public', { Listeners: [{ Name: 'https', Port: 8443, Protocol: 'http' }] });
const route = (SectionName: string) =>
  exampleEntry('http-route', 'sec-public.orders', { Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName }] });

/** A route that hangs in the air. */
export const routeParent: EstateRule = {
  code: 'EDGE-ROUTE-PARENT',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul takes the route and binds it to nothing; the apply is green, and every request to it is answered with 404.',
  source: 'agent/consul/gateways/controller_gateways.go, updateRouteBinding',
  check(estate, say) {
    const index = indexOf(estate);
    const gateways = index.entries('api-gateway');
    if (gateways.size === 0) return;
    for (const { kind, path, at, gateway, section } of parentsIn(index)) {
      const entry = gateways.get(gateway);
      if (entry === undefined) {
        say(path, `${at}.Name`, {
          message: 'no api-gateway has this name',
          value: gateway,
          limit: [...gateways.keys()].sort().join(', '),
          fix: 'name a gateway of this program',
        });
        continue;
      }
      const protocol = kind === 'http-route' ? 'http' : 'tcp';
      const listeners = objectsIn(entry.entry, 'Listeners');
      const fitting = listeners.filter((listener) => textIn(listener, 'Protocol').toLowerCase() === protocol);
      if (section === '' ? fitting.length > 0 : fitting.some((listener) => textIn(listener, 'Name') === section)) continue;
      say(path, `${at}.SectionName`, {
        message: section === '' ? `${gateway} has no ${protocol} listener` : `${gateway} has no ${protocol} listener of this name`,
        value: section === '' ? 'every listener' : section,
        limit: fitting.map((listener) => textIn(listener, 'Name')).join(', ') || 'none',
        fix: 'name a listener of the gateway that speaks the protocol of the route',
      });
    }
  },
  trips: { entries: [GATEWAY, route('web')] },
  passes: { entries: [GATEWAY, route('https')] },
};
