import type { Finding } from '../problems';
import { upstreamAt } from './digest-address';
import type { JobDigest } from './job-digest';

/** A call, by the Consul service names of its two ends. */
export interface CallEnds {
  readonly from: string;
  readonly to: string;
}

/** The call that a finding about an upstream is about: it was said by whoever said the call. @param jobs of the finding's path */
export function callOf(jobs: Iterable<JobDigest>, { at }: Pick<Finding, 'at'>): CallEnds | undefined {
  if (at === undefined) return undefined;
  for (const { services } of jobs) {
    for (const service of services) {
      const upstream = service.upstreams.find((one) => `${at}.`.startsWith(`${upstreamAt(service, one)}.`));
      if (upstream !== undefined) return { from: service.name, to: upstream.destination };
    }
  }
  return undefined;
}
