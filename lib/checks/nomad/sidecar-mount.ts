import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A volume of a sidecar, whether or not a sidecar comes of it: the server breaks off where one is mounted nowhere. */
export const sidecarMount: JobRule<'service'> = {
  code: 'NOMAD-SIDECAR-MOUNT',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'command/agent/job_endpoint.go, apiVolumeMountsToStructs; seen on Nomad 1.11.3',
  check({ service: { Connect: connect } }, say) {
    connect?.SidecarTask?.VolumeMounts?.forEach(({ Volume: volume, Destination: destination }, index) => {
      if (volume === undefined || destination !== undefined) return;
      const at = `Connect.SidecarTask.VolumeMounts[${String(index)}].Destination`;
      say(at, { message: 'a volume that is mounted nowhere', value: volume, fix: 'write the path in the task' });
    });
  },
  trips: { Connect: { SidecarService: {}, SidecarTask: { VolumeMounts: [{ Volume: 'certificates' }] } } },
  passes: {
    Connect: { SidecarService: {}, SidecarTask: { ShutdownDelay: 10_000_000_000, VolumeMounts: [{ Destination: '/certificates' }] } },
  },
};
