import { Duration } from '../../values';
import { oddDurations } from '../job-durations';
import type { JobRule } from '../rule';

/** A length of time that is so long that its unit must be wrong. */
export const durationLong: JobRule<'job'> = {
  code: 'NOMAD-DURATION-LONG',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Milliseconds that were written as seconds make a wait of days: a stop that never ends, a deadline that never passes.',
  source: 'Nomad 1.11.3, nomad/structs/structs.go: most lengths of time have no upper limit',
  check({ job }, say) {
    for (const { nanoseconds, at, longest } of oddDurations(job)) {
      if (nanoseconds <= longest) continue;
      say(at, {
        message: 'nobody waits this long here: the unit must be another',
        value: Duration.nanoseconds(nanoseconds).toString(),
        limit: `at most ${Duration.nanoseconds(longest).toString()}`,
        fix: 'write the length of time in nanoseconds, 1000000000 for a second',
      });
    }
  },
  trips: {
    TaskGroups: [
      {
        Name: 'orders',
        ShutdownDelay: 10_000_000_000_000_000,
        Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2' } }],
      },
    ],
  },
  passes: {
    TaskGroups: [
      { Name: 'orders', ShutdownDelay: 10_000_000_000, Tasks: [{ Name: 'orders', Driver: 'docker', Config: { image: 'orders:1.4.2' } }] },
    ],
  },
};
