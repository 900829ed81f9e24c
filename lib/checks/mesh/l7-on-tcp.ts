import { indexOf } from '../estate-index';
import { exampleEntry, exampleIntentions } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const INTENTIONS = exampleIntentions('sec-ledger', {
  'sec-orders': [{ Action: 'allow', HTTP: { PathExact: '/balances', Methods: ['GET'] } }],
  '*': 'deny',
});

/** Rules about requests, where Consul sees connections only. */
export const l7OnTcp: EstateRule = {
  code: 'MESH-L7-ON-TCP',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Permissions become a deny of everything, a router or splitter is refused, and a route of a gateway is not bound.',
  source: 'agent/xds/rbac.go; agent/consul/discoverychain/compile.go; hashicorp/consul#11009, #10753',
  check(estate, say) {
    const index = indexOf(estate);
    const tell = (path: string, at: string | undefined, service: string, what: string): void => {
      say(path, at, {
        message: `${what} needs a protocol with requests, and ${service} has none`,
        value: index.protocolOf(service) ?? 'tcp',
        limit: 'http, http2, grpc',
        fix: `give ${service} its protocol in service-defaults, or leave ${what} out`,
      });
    };
    for (const [destination, { path, entry }] of index.entries('service-intentions')) {
      if (destination === '*' || !index.speaksTcp(destination)) continue;
      objectsIn(entry, 'Sources').forEach((source, position) => {
        if (objectsIn(source, 'Permissions').length > 0)
          tell(path, `Sources[${String(position)}].Permissions`, destination, 'a permission');
      });
    }
    for (const kind of ['service-router', 'service-splitter'])
      for (const [service, { path }] of index.entries(kind)) if (index.speaksTcp(service)) tell(path, undefined, service, `a ${kind}`);
    for (const { path, entry } of index.entries('http-route').values()) {
      objectsIn(entry, 'Rules').forEach((rule, number) => {
        objectsIn(rule, 'Services').forEach((target, position) => {
          const service = textIn(target, 'Name');
          if (index.speaksTcp(service)) tell(path, `Rules[${String(number)}].Services[${String(position)}]`, service, 'an http-route');
        });
      });
    }
  },
  trips: { entries: [exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'tcp' }), INTENTIONS] },
  passes: { entries: [exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http' }), INTENTIONS] },
};
