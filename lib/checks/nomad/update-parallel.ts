import type { JobRule } from '../rule';

/** A roll-out that replaces everything at once. */
export const updateParallel: JobRule<'group'> = {
  code: 'NOMAD-UPDATE-PARALLEL',
  on: 'group',
  severity: 'warning',
  protects: 'All instances stop before the first new one is healthy: every roll-out is an outage.',
  source:
    'Nomad 1.11.3, nomad/structs/structs.go (UpdateStrategy.Rolling) and scheduler/reconciler; a warning of the servers above the count',
  check({ job, group }, say) {
    if ((job.Type ?? 'service') !== 'service') return;
    const { Count: count = 1, Update: update } = group;
    const parallel = update?.MaxParallel ?? 1;
    // As many canaries as instances are a second set beside the first: nothing stops before they are promoted.
    if (count < 2 || (parallel !== 0 && parallel < count) || (update?.Canary ?? 0) >= count) return;
    say('Update.MaxParallel', {
      message: 'a roll-out replaces all instances at once',
      value: parallel === 0 ? '0, which is without a limit' : `${String(parallel)} of ${String(count)}`,
      limit: `less than the count, ${String(count)}`,
      fix: 'write 1, or as many as the service can do without',
    });
  },
  trips: { Update: { MaxParallel: 0 } },
  passes: { Update: { MaxParallel: 1 } },
};
