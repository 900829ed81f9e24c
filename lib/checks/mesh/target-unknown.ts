import { indexOf } from '../estate-index';
import { exampleCaller, exampleDomain, exampleEntry } from '../example-estate';
import { textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { references } from './subset-unknown';

const route = (Service: string) =>
  exampleEntry('service-router', 'sec-ledger', { Routes: [{ Match: { HTTP: { PathPrefix: '/archive' } }, Destination: { Service } }] });
const ESTATE = { jobs: [exampleCaller('sec-ledger'), exampleCaller('sec-archive')], domains: [exampleDomain('sec-ledger', 'sec-archive')] };

/** Requests are sent on to a service that is nowhere. */
export const targetUnknown: EstateRule = {
  code: 'MESH-TARGET-UNKNOWN',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul takes the entry; every request that goes that way is answered with 503, no healthy upstream.',
  source: 'agent/consul/discoverychain/compile.go: a target need not exist',
  check(estate, say) {
    const index = indexOf(estate);
    if (!index.knowsServices) return;
    for (const { path, at, target } of references(index)) {
      const service = textIn(target, 'Service');
      if (service === '' || index.exists(service) || index.isVirtual(service)) continue;
      say(path, `${at}.Service`, {
        message: 'no job registers this service, and no domain declares it',
        value: service,
        fix: 'name a service of this program',
      });
    }
  },
  trips: { ...ESTATE, entries: [route('sec-archiv')] },
  passes: { ...ESTATE, entries: [route('sec-archive')] },
};
