import { serviceAt } from '../digest-address';
import { indexOf } from '../estate-index';
import { exampleCaller, exampleEntry } from '../example-estate';
import type { EstateRule } from '../rule';

const GATEWAY = exampleEntry('api-gateway', 'sec-public', { Listeners: [{ Name: 'https', Port: 8443, Protocol: 'http' }] });
const job = (id: string) => [exampleCaller(id, [], { kind: 'api-gateway', connect: false })];

/** A gateway that is only half there. */
export const gatewayMissing: EstateRule = {
  code: 'EDGE-GATEWAY-MISSING',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'An Envoy without an entry of its name listens nowhere and is healthy; an entry without an Envoy is bound to routes, and answers nobody.',
  source: 'agent/consul/gateways/controller_gateways.go: gateway and entry find each other by name',
  check(estate, say) {
    const index = indexOf(estate);
    const gateways = index.entries('api-gateway');
    if (gateways.size === 0) return;
    const registered = new Set<string>();
    for (const { path, services } of estate.jobs) {
      for (const service of services) {
        const { name, kind } = service;
        if (kind !== 'api-gateway') continue;
        registered.add(name);
        if (gateways.has(name)) continue;
        say(path, serviceAt(service), {
          message: 'no api-gateway entry has the name of this gateway',
          value: name,
          limit: [...gateways.keys()].sort().join(', '),
          fix: 'write the entry, or name the service as the entry is called',
        });
      }
    }
    if (estate.jobs.length === 0) return;
    for (const [name, { path }] of gateways) {
      if (registered.has(name)) continue;
      say(path, undefined, {
        message: 'no job registers this gateway',
        value: name,
        fix: "register a service of this name with Kind 'api-gateway'",
      });
    }
  },
  trips: { entries: [GATEWAY], jobs: job('sec-edge') },
  passes: { entries: [GATEWAY], jobs: job('sec-public') },
};
