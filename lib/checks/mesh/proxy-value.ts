import type { JsonObject } from '../../model';
import type { JobRule } from '../rule';
import { serviceConfigFaults } from './opaque-configs';

const sidecar = (Config: JsonObject) => ({ Connect: { SidecarService: { Proxy: { Config } } } });

/** A value of a proxy that nobody can read. */
export const proxyValue: JobRule<'service'> = {
  code: 'MESH-PROXY-VALUE',
  on: 'service',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul logs a warning and gives the proxy its defaults, for all its settings.',
  source: 'Consul 1.22.7, agent/xds/config (ParseProxyConfig), agent/structs (ParseUpstreamConfig)',
  check(subject, say) {
    for (const { kind, at, ...saying } of serviceConfigFaults(subject)) if (kind === 'value') say(at, saying);
  },
  trips: sidecar({ local_request_timeout_ms: '5s' }),
  passes: sidecar({ local_request_timeout_ms: 5000 }),
};
