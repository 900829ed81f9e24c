import type { JsonObject } from '../../model';
import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectsIn, textIn, textsIn } from '../json-members';
import type { EstateRule } from '../rule';
import { parentsIn } from './gateways';

const GATEWAY = exampleEntry('api-gateway', 'sec-public', {
  Listeners: [{ Name: 'https', Port: 8443, Protocol: 'http', Hostname: '*.sec.example.co.jp' }],
});
const route = (host: string) =>
  exampleEntry('http-route', 'sec-public.orders', {
    Hostnames: [host],
    Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName: 'https' }],
  });

/** A host that its listener does not serve. */
export const hostOutside: EstateRule = {
  code: 'EDGE-HOST-OUTSIDE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The route is not bound for this host: requests to it are answered with 404, or by another route.',
  source: 'agent/structs/config_entry_routes.go, FilteredHostnames',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { kind, path, route, gateway, section } of parentsIn(index)) {
      const entry = index.entries('api-gateway').get(gateway);
      if (kind !== 'http-route' || entry === undefined) continue;
      const listeners = objectsIn(entry.entry, 'Listeners').filter((listener) => section === '' || textIn(listener, 'Name') === section);
      if (listeners.length === 0) continue;
      textsIn(route, 'Hostnames').forEach((host, number) => {
        if (listeners.some((listener) => serves(listener, host))) return;
        say(path, `Hostnames[${String(number)}]`, {
          message: `no listener of ${gateway} serves this host`,
          value: host,
          limit: listeners.map((listener) => textIn(listener, 'Hostname')).join(', '),
          fix: "choose a host under the listener's, or widen the listener",
        });
      });
    }
  },
  trips: { entries: [GATEWAY, route('www.sec.example.com')] },
  passes: { entries: [GATEWAY, route('www.sec.example.co.jp')] },
};

/** A listener without a host serves all; a star stands for whatever comes before. */
function serves(listener: JsonObject, host: string): boolean {
  const own = textIn(listener, 'Hostname');
  if (own === '') return true;
  return own.startsWith('*') ? host.endsWith(own.slice(1).replace(/^\./, '')) : host === own;
}
