import { once, type JsonObject } from '../../model';
import { indexOf, type EstateIndex } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const SPLIT = exampleEntry('service-splitter', 'sec-ledger', {
  Splits: [
    { Weight: 90, ServiceSubset: 'v1' },
    { Weight: 10, ServiceSubset: 'v2' },
  ],
});

/** A part of a service that nobody described. */
export const subsetUnknown: EstateRule = {
  code: 'MESH-SUBSET-UNKNOWN',
  on: 'estate',
  severity: 'error',
  protects: 'Consul refuses the entry at apply: the chain of the service could not be compiled.',
  source: 'agent/consul/discoverychain/compile.go, getResolverNode',
  check(estate, say) {
    const index = indexOf(estate);
    const look = (path: string, at: string, service: string, subset: string): void => {
      if (subset === '' || hasSubset(index, service, subset)) return;
      say(path, at, {
        message: `the resolver of ${service} has no subset of this name`,
        value: subset,
        limit: subsetsOf(index, service).join(', ') || 'no subsets',
        fix: `describe the subset in the service-resolver of ${service}, or drop the word`,
      });
    };
    for (const { path, at, target, own } of references(index))
      look(path, `${at}.ServiceSubset`, textIn(target, 'Service') || own, textIn(target, 'ServiceSubset'));
    for (const [service, { path, entry }] of index.entries('service-resolver'))
      look(path, 'DefaultSubset', service, textIn(entry, 'DefaultSubset'));
  },
  trips: { entries: [SPLIT, exampleEntry('service-resolver', 'sec-ledger', { Subsets: { v1: {} } })] },
  passes: { entries: [SPLIT, exampleEntry('service-resolver', 'sec-ledger', { Subsets: { v1: {}, v2: {} } })] },
};

/** A place where a router, splitter or resolver names a service, or a part of one. */
export interface Reference {
  readonly path: string;
  readonly at: string;
  readonly target: JsonObject;
  /** Service of the entry: what a target that names none means. */
  readonly own: string;
}

/** Every place of routers, splitters and resolvers that names another service, or a part of one. */
export const references = once((index: EstateIndex): readonly Reference[] => {
  const found: Reference[] = [];
  // What names neither a service nor a part of one is its own entry's service, of which other rules speak.
  const add = (path: string, own: string, at: () => string, target: JsonObject): void => {
    if (target['Service'] !== undefined || target['ServiceSubset'] !== undefined) found.push({ path, own, at: at(), target });
  };
  for (const [own, { path, entry }] of index.entries('service-router'))
    objectsIn(entry, 'Routes').forEach((route, number) => {
      add(path, own, () => `Routes[${String(number)}].Destination`, objectIn(route, 'Destination'));
    });
  for (const [own, { path, entry }] of index.entries('service-splitter'))
    objectsIn(entry, 'Splits').forEach((target, number) => {
      add(path, own, () => `Splits[${String(number)}]`, target);
    });
  for (const [own, { path, entry }] of index.entries('service-resolver')) {
    const redirect = objectIn(entry, 'Redirect');
    if (isLocal(redirect)) add(path, own, () => 'Redirect', redirect);
    for (const [subset, failover] of Object.entries(objectIn(entry, 'Failover'))) {
      add(path, own, () => `Failover.${subset}`, failover as JsonObject);
      objectsIn(failover as JsonObject, 'Targets').forEach((target, number) => {
        if (isLocal(target)) add(path, own, () => `Failover.${subset}.Targets[${String(number)}]`, target);
      });
    }
  }
  return found;
});

/** What another data centre or another Consul has is not in the estate. */
function isLocal(target: JsonObject): boolean {
  return ['Datacenter', 'Peer', 'Partition', 'Namespace', 'SamenessGroup'].every((member) => textIn(target, member) === '');
}

function subsetsOf(index: EstateIndex, service: string): readonly string[] {
  const resolver = index.entries('service-resolver').get(service);
  return resolver === undefined ? [] : Object.keys(objectIn(resolver.entry, 'Subsets'));
}

function hasSubset(index: EstateIndex, service: string, subset: string): boolean {
  return subsetsOf(index, service).includes(subset);
}
