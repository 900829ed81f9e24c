import type { Estate } from '../estate';
import { indexOf, type EstateIndex, type Registration } from '../estate-index';
import { exampleCaller, exampleEntry, exampleGroup } from '../example-estate';
import type { JobDigest } from '../job-digest';
import { numberIn, objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const ORDERS = exampleCaller('sec-orders', ['sec-ledger'], { callable: false });
const caller = (maxConnections: number): JobDigest => ({
  ...ORDERS,
  groups: [exampleGroup({ count: 12 })],
  services: ORDERS.services.map((service) => ({
    ...service,
    upstreams: service.upstreams.map((upstream) => ({ ...upstream, maxConnections })),
  })),
});
const LEDGER: JobDigest = { ...exampleCaller('sec-ledger'), groups: [exampleGroup({ name: 'ledger', count: 3 })] };
const LIMIT = exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http', MaxInboundConnections: 256 });

/** Callers that may open more than the callee takes. */
export const fanIn: EstateRule = {
  code: 'MESH-FAN-IN',
  on: 'estate',
  severity: 'warning',
  protects:
    'At the peak, when all use what they may, the callee refuses connections of whoever comes last, and no caller is above its own limit.',
  source: 'agent/xds/listeners.go max_inbound_connections; Envoy circuit breakers are counted at each caller',
  check(estate, say) {
    const index = indexOf(estate);
    const limits = limitsOf(estate, index);
    if (limits.size === 0) return;
    const opened = new Map<string, { connections: number; callers: string[] }>();
    for (const job of estate.jobs) {
      for (const service of job.services) {
        for (const { destination, maxConnections } of service.upstreams) {
          if (!limits.has(destination)) continue;
          const each = maxConnections ?? statedByCaller(index, service.name, destination);
          if (each === undefined) continue;
          const known = opened.get(destination) ?? { connections: 0, callers: [] };
          const instances = instancesOf({ job, service });
          known.connections += each * instances;
          known.callers.push(`${String(instances)} × ${String(each)} from ${service.name}`);
          opened.set(destination, known);
        }
      }
    }
    for (const [destination, { connections, callers }] of opened) {
      const registrations = index.registrations(destination);
      const [first] = registrations;
      if (first === undefined) continue;
      const each = limits.get(destination) ?? 0;
      const instances = registrations.reduce((sum, registration) => sum + instancesOf(registration), 0);
      if (connections <= each * instances) continue;
      const defaults = first.service.maxInbound === undefined ? index.entries('service-defaults').get(destination) : undefined;
      say(defaults?.path ?? first.job.path, 'MaxInboundConnections', {
        message: `callers of ${destination} may open more connections than its instances take`,
        value: `${String(connections)}: ${callers.sort().join(', ')}`,
        limit: `${String(each * instances)}: ${String(instances)} × ${String(each)}`,
        fix: 'raise the limit or the count of the callee, or lower maxConnections of the callers',
      });
    }
  },
  trips: { jobs: [caller(128), LEDGER], entries: [LIMIT] },
  passes: { jobs: [caller(64), LEDGER], entries: [LIMIT] },
};

/** Service → connections that one instance takes, where somebody says so: its sidecar, or else its defaults. */
function limitsOf({ jobs }: Estate, index: EstateIndex): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const [service, { entry }] of index.entries('service-defaults')) {
    const limit = numberIn(entry, 'MaxInboundConnections');
    if (limit > 0) limits.set(service, limit);
  }
  for (const { services } of jobs) for (const { name, maxInbound = 0 } of services) if (maxInbound > 0) limits.set(name, maxInbound);
  return limits;
}

/** Limits that a caller's own defaults give its upstreams. */
function statedByCaller(index: EstateIndex, caller: string, destination: string): number | undefined {
  const defaults = index.entries('service-defaults').get(caller);
  if (defaults === undefined) return undefined;
  const upstreams = objectIn(defaults.entry, 'UpstreamConfig');
  const own = objectsIn(upstreams, 'Overrides').find((each) => textIn(each, 'Name') === destination);
  const limits = [own ?? {}, objectIn(upstreams, 'Defaults')].map((each) => numberIn(objectIn(each, 'Limits'), 'MaxConnections'));
  return limits.find((limit) => limit > 0);
}

function instancesOf({ job, service }: Registration): number {
  return job.groups?.[service.group]?.count ?? 1;
}
