import type { JobRule } from '../rule';

/** A sidecar that stops at once because something else of it was set. */
export const sidecarDelay: JobRule<'service'> = {
  code: 'NOMAD-SIDECAR-DELAY',
  on: 'service',
  severity: 'note',
  inProgram: 'warning',
  protects: 'A sidecar of its own waits 5 seconds before it stops. One with a SidecarTask block that leaves ShutdownDelay out waits none.',
  source: 'seen on Nomad 1.11.3; Nomad 2.0.1 warns of it (GH-27782)',
  check({ service }, say) {
    const { SidecarService, SidecarTask } = service.Connect ?? {};
    if (SidecarService === undefined || SidecarTask === undefined || (SidecarTask.ShutdownDelay ?? 0) > 0) return;
    say('Connect.SidecarTask.ShutdownDelay', {
      message: 'the sidecar stops at once, and requests on their way are cut',
      fix: 'set ShutdownDelay, 5000000000 as for a sidecar without this block',
    });
  },
  trips: { Connect: { SidecarService: {}, SidecarTask: { Resources: { CPU: 100 } } } },
  passes: { Connect: { SidecarService: {}, SidecarTask: { Resources: { CPU: 100 }, ShutdownDelay: 5_000_000_000 } } },
};
