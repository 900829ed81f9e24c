/** First and last port of upstreams: clear of Envoy (19000-19199), Nomad (20000-32000) and the kernel's own (32768-60999). */
export const LOCAL_PORTS = { from: 10_000, to: 18_999 } as const;

/**
 * The port on 127.0.0.1 where a caller finds a destination. It follows from the destination's name alone: the same in
 * every caller, and it stays when other upstreams come and go. Two names may meet; that is an error with `localPort`
 * as the way out, never a silent move.
 */
export function localPort(destination: string): number {
  // FNV-1a, 32 bits: small, well spread, and fixed for ever because the numbers are API.
  let hash = 0x811c9dc5;
  for (let index = 0; index < destination.length; index++) {
    hash ^= destination.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return LOCAL_PORTS.from + ((hash >>> 0) % (LOCAL_PORTS.to - LOCAL_PORTS.from + 1));
}
