import type { JsonObject } from '../../model';
import type { JobRule } from '../rule';
import { serviceConfigFaults } from './opaque-configs';

const sidecar = (Config: JsonObject) => ({ Connect: { SidecarService: { Proxy: { Config } } } });

/** A key of a proxy that nobody reads. */
export const proxyConfig: JobRule<'service'> = {
  code: 'MESH-PROXY-CONFIG',
  on: 'service',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The setting is not there: a timeout stays at its default, a limit is none. Nomad and Consul take every key.',
  source: 'Consul 1.22.7, agent/xds/config, command/connect/envoy, agent/structs (UpstreamConfig)',
  check(subject, say) {
    for (const { kind, at, ...saying } of serviceConfigFaults(subject)) if (kind === 'key') say(at, saying);
  },
  trips: sidecar({ local_request_timeout: 5000 }),
  passes: sidecar({ local_request_timeout_ms: 5000 }),
};
