import { stableHash } from '../values';

/** First and last port of upstreams: clear of Envoy (19000-19199), Nomad (20000-32000) and the kernel's own (32768-60999). */
export const LOCAL_PORTS = { from: 10_000, to: 18_999 } as const;

/**
 * The port on 127.0.0.1 where a caller finds a destination. It follows from the destination's name alone: the same in
 * every caller, and it stays when other upstreams come and go. Two names may meet; that is an error with `localPort`
 * as the way out, never a silent move.
 */
export function localPort(destination: string): number {
  return LOCAL_PORTS.from + (stableHash(destination) % (LOCAL_PORTS.to - LOCAL_PORTS.from + 1));
}
