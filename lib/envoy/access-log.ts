/** Fields of the access log that every proxy of the mesh writes to its own standard output, as Envoy's command operators. */
export const ACCESS_LOG_FIELDS: Readonly<Record<string, string>> = {
  authority: '%REQ(:AUTHORITY)%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  code: '%RESPONSE_CODE%',
  duration_ms: '%DURATION%',
  flags: '%RESPONSE_FLAGS%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  peer: '%DOWNSTREAM_PEER_URI_SAN%',
  protocol: '%PROTOCOL%',
  request_id: '%REQ(X-REQUEST-ID)%',
  start_time: '%START_TIME%',
  upstream_cluster: '%UPSTREAM_CLUSTER%',
  upstream_host: '%UPSTREAM_HOST%',
};

/** Access log of the mesh (proxy-defaults `AccessLogs`): Consul knows it for all proxies at once, not for one. */
export interface AccessLog {
  /** Whether anything is written. */
  readonly enabled: boolean;
  /** Name in the JSON line → Envoy's command operator. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Makes the access log of the mesh. */
export const AccessLog = {
  /** One JSON line per request. @param fields name → command operator. @default the fields of the manual page `platform` */
  json: (fields: Readonly<Record<string, string>> = ACCESS_LOG_FIELDS): AccessLog => ({ enabled: true, fields }),
  /** No access log at all. */
  off: (): AccessLog => ({ enabled: false, fields: {} }),
} as const;
