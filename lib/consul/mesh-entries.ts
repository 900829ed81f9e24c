import type { AccessLog } from '../envoy';
import { stableJson } from '../terraform';
import { PRECEDENCE } from './intentions';
import type { EntryModel } from './service-entries';

/** Settings of every proxy: strict mutual TLS, and the access log, which Consul knows for all proxies at once only. */
export function proxyDefaults(accessLog: AccessLog): EntryModel {
  return {
    kind: 'proxy-defaults',
    name: 'global',
    entry: {
      // Overridden by the service-defaults of each service; without it a forgotten one would be tcp.
      // strict_dns: of several host names behind an egress gateway, Envoy would else use one (seen on Consul 1.22.7).
      Config: { protocol: 'http', local_connect_timeout_ms: 1000, envoy_dns_discovery_type: 'strict_dns' },
      MutualTLSMode: 'strict',
      AccessLogs: accessLog.enabled
        ? { Enabled: true, Type: 'stdout', DisableListenerLogs: true, JSONFormat: stableJson(accessLog.fields) }
        : {},
      Expose: {},
      MeshGateway: {},
      TransparentProxy: {},
    },
  };
}

/** Mesh-wide rules: TLS from 1.2 on, no permissive mode, paths in one spelling before any rule looks at them. */
export function meshEntry(): EntryModel {
  return {
    kind: 'mesh',
    name: 'mesh',
    entry: {
      AllowEnablingPermissiveMutualTLS: false,
      ValidateClusters: true,
      TransparentProxy: { MeshDestinationsOnly: true },
      TLS: { Incoming: { TLSMinVersion: 'TLSv1_2' }, Outgoing: { TLSMinVersion: 'TLSv1_2' } },
      HTTP: {
        SanitizeXForwardedClientCert: true,
        Incoming: {
          RequestNormalization: {
            InsecureDisablePathNormalization: false,
            MergeSlashes: true,
            PathWithEscapedSlashesAction: 'REJECT_REQUEST',
            HeadersWithUnderscoresAction: 'REJECT_REQUEST',
          },
        },
      },
    },
  };
}

/** Nobody may call anybody, unless an entry of the destination says so. */
export function denyAll(): EntryModel {
  return {
    kind: 'service-intentions',
    name: '*',
    entry: { Sources: [{ Name: '*', Type: 'consul', Precedence: PRECEDENCE.anyToAny, Action: 'deny' }] },
  };
}
