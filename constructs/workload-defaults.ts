import type { Finding } from '../lib/problems';
import { unknownProps, wrongTypes, type WorkloadDefaults } from '../lib/workload';

const KNOWN: Readonly<Record<keyof WorkloadDefaults, true>> = {
  disk: true,
  env: true,
  killSignal: true,
  killTimeout: true,
  logs: true,
  placement: true,
  pool: true,
  priority: true,
  restart: true,
  rollout: true,
  shutdownDelay: true,
  sidecar: true,
  user: true,
};

/** Findings of defaults that say nothing to any workload, or are of a wrong type. @internal */
export function defaultsFindings(defaults: object): Finding[] {
  return [...unknownProps(defaults, KNOWN), ...wrongTypes(defaults)].map((finding) => ({ ...finding, at: `defaults.${finding.at ?? ''}` }));
}
