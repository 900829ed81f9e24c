import { oddDurations, SHORTEST_MEANT } from '../job-durations';
import type { JobRule } from '../rule';

/** A number of seconds, or of milliseconds, where Nomad reads nanoseconds. */
export const duration: JobRule<'job'> = {
  code: 'NOMAD-DURATION',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects: 'JSON has no units: thirty seconds become thirty nanoseconds, and the kill timeout is none.',
  source: 'Nomad 1.11.3, api/tasks.go: every time.Duration is a number of nanoseconds in JSON',
  check({ job }, say) {
    for (const { nanoseconds, at } of oddDurations(job)) {
      if (nanoseconds >= SHORTEST_MEANT) continue;
      const number = String(nanoseconds);
      say(at, {
        message: `${number} here is ${number} nanoseconds`,
        value: number,
        limit: 'at least a millisecond, 1000000 nanoseconds',
        fix: `write ${number}000000000 for ${number} seconds`,
      });
    }
  },
  trips: {
    TaskGroups: [{ Name: 'orders', ShutdownDelay: 10, Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2' } }] }],
  },
  passes: {
    TaskGroups: [
      { Name: 'orders', ShutdownDelay: 10_000_000_000, Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2' } }] },
    ],
  },
};
