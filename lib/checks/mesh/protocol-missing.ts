import { serviceAt } from '../digest-address';
import { indexOf } from '../estate-index';
import { exampleCaller, exampleEntry } from '../example-estate';
import { textIn } from '../json-members';
import type { EstateRule } from '../rule';

const CALL = [exampleCaller('sec-orders', ['sec-ledger'], { callable: false }), exampleCaller('sec-ledger')];

/** A service of which nobody says what it speaks. */
export const protocolMissing: EstateRule = {
  code: 'MESH-PROTOCOL-MISSING',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'Consul takes it for tcp, whatever proxy-defaults say: no request is routed, timed or counted, and permissions deny everything.',
  source: 'hashicorp/consul#11457; agent/consul/discoverychain/compile.go',
  check(estate, say) {
    const index = indexOf(estate);
    const defaults = index.entries('service-defaults');
    if (defaults.size === 0) return;
    for (const { path, entry, name } of defaults.values()) {
      // What stands outside of the mesh is described by its Destination, or by a gateway.
      if (textIn(entry, 'Protocol') !== '') continue;
      say(path, 'Protocol', {
        message: `the defaults of ${name} say no protocol, which means tcp`,
        fix: 'write Protocol: http, http2, grpc or tcp',
      });
    }
    for (const { path, services } of estate.jobs) {
      for (const service of services) {
        const { name, connect, kind, callable } = service;
        if (!connect || kind !== undefined || callable !== true || defaults.has(name)) continue;
        say(path, serviceAt(service), {
          message: `no service-defaults say what ${name} speaks, which leaves it to proxy-defaults`,
          fix: 'write service-defaults with its protocol',
        });
      }
    }
  },
  trips: { jobs: CALL, entries: [exampleEntry('service-defaults', 'sec-ledger', { MutualTLSMode: 'strict' })] },
  passes: { jobs: CALL, entries: [exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http' })] },
};
