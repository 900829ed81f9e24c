import type { JsonObject } from '../../model';
import type { JobRule } from '../rule';
import { serviceConfigFaults } from './opaque-configs';

const sidecar = (Config: JsonObject) => ({ Connect: { SidecarService: { Proxy: { Config } } } });

/** JSON for Envoy that is none. */
export const proxyJson: JobRule<'service'> = {
  code: 'MESH-PROXY-JSON',
  on: 'service',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The sidecar does not start, or gets no listener; its service is in the mesh and answers nobody.',
  source: 'Consul 1.22.7, command/connect/envoy/bootstrap_config.go, agent/xds',
  check(subject, say) {
    for (const { kind, at, ...saying } of serviceConfigFaults(subject)) if (kind === 'json') say(at, saying);
  },
  trips: sidecar({ envoy_tracing_json: '{ "http": ' }),
  passes: sidecar({ envoy_tracing_json: '{ "http": {} }' }),
};
