import type { JsonObject } from '../../model';
import type { JobRule } from '../rule';
import { serviceConfigFaults } from './opaque-configs';

const sidecar = (Config: JsonObject) => ({ Connect: { SidecarService: { Proxy: { Config } } } });

/** A part of a proxy that is written by hand. */
export const escapeHatch: JobRule<'service'> = {
  code: 'MESH-ESCAPE-HATCH',
  on: 'service',
  severity: 'note',
  inProgram: 'warning',
  protects:
    'What Consul makes for the proxy is replaced, its mutual TLS with it where it is outbound; what a later Consul adds is missing.',
  source: 'Consul 1.22.7, agent/xds: escape hatches',
  check(subject, say) {
    for (const { kind, at, ...saying } of serviceConfigFaults(subject)) if (kind === 'escape') say(at, saying);
  },
  trips: sidecar({ envoy_public_listener_json: '{ "name": "public" }' }),
  passes: sidecar({ max_inbound_connections: 100 }),
};
