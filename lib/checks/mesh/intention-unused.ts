import type { JsonObject } from '../../model';
import type { Estate } from '../estate';
import { indexOf, type EstateIndex } from '../estate-index';
import { exampleCaller, exampleIntentions } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const ENTRY = exampleIntentions('sec-ledger', { 'sec-orders': 'allow', '*': 'deny' });

/** An open door that nobody goes through. */
export const intentionUnused: EstateRule = {
  code: 'MESH-INTENTION-UNUSED',
  on: 'estate',
  severity: 'warning',
  protects: 'A permission that nothing uses is one that whoever takes over the caller has, and that no test notices when it goes.',
  source: "Consul's intentions stand alone: nothing compares them with upstreams",
  check(estate, say) {
    if (estate.jobs.length === 0) return;
    const index = indexOf(estate);
    const used = usedPairs(estate, index);
    for (const [destination, { path, entry }] of index.entries('service-intentions')) {
      if (destination === '*') continue;
      const callers = used.get(destination);
      objectsIn(entry, 'Sources').forEach((source, position) => {
        const name = textIn(source, 'Name');
        if (name === '*' || callers?.has(name) === true || !opens(source) || isForeign(source)) return;
        const registrations = index.registrations(name);
        if (registrations.some(({ service }) => service.callsAnybody === true)) return;
        say(path, `Sources[${String(position)}]`, {
          message:
            registrations.length > 0 || index.exists(name)
              ? `${name} may call ${destination}, and has no upstream or route to it`
              : `${name} may call ${destination}, and nothing registers such a service`,
          value: name,
          fix: `remove the source, or give ${name} its upstream`,
        });
      });
    }
  },
  trips: { jobs: [exampleCaller('sec-orders'), exampleCaller('sec-ledger')], entries: [ENTRY] },
  passes: { jobs: [exampleCaller('sec-orders', ['sec-ledger']), exampleCaller('sec-ledger')], entries: [ENTRY] },
};

/** Destination → who calls it: by an upstream, or as the gateway of a route. */
function usedPairs(estate: Estate, index: EstateIndex): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  const use = (source: string, destination: string): void => {
    for (const leaf of index.leaves(destination)) {
      const known = used.get(leaf);
      if (known === undefined) used.set(leaf, new Set([source]));
      else known.add(source);
    }
  };
  for (const { services } of estate.jobs)
    for (const { name, upstreams } of services) for (const { destination } of upstreams) use(name, destination);
  for (const kind of ['http-route', 'tcp-route']) {
    for (const { entry } of index.entries(kind).values()) {
      const gateways = objectsIn(entry, 'Parents').map((parent) => textIn(parent, 'Name'));
      const targets = [...objectsIn(entry, 'Services'), ...objectsIn(entry, 'Rules').flatMap((rule) => objectsIn(rule, 'Services'))];
      for (const target of targets) for (const gateway of gateways) use(gateway, textIn(target, 'Name'));
    }
  }
  for (const [gateway, { entry }] of index.entries('ingress-gateway'))
    for (const listener of objectsIn(entry, 'Listeners'))
      for (const target of objectsIn(listener, 'Services')) use(gateway, textIn(target, 'Name'));
  return used;
}

function opens(source: JsonObject): boolean {
  return (
    textIn(source, 'Action') === 'allow' || objectsIn(source, 'Permissions').some((permission) => textIn(permission, 'Action') === 'allow')
  );
}

/** A caller of another Consul. */
function isForeign(source: JsonObject): boolean {
  return textIn(source, 'Peer') !== '' || textIn(source, 'SamenessGroup') !== '' || textIn(source, 'Partition') !== '';
}
