import type { Finding } from '../problems';
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
    for (const { name, upstreams } of services) {
      const upstream = upstreams.find((one) => at === one.at || at.startsWith(`${one.at}.`));
      if (upstream !== undefined) return { from: name, to: upstream.destination };
    }
  }
  return undefined;
}
