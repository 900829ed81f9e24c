import type { JobRule } from '../rule';

/** Canaries that wait for a person. */
export const canaryPromote: JobRule<'group'> = {
  code: 'NOMAD-CANARY-PROMOTE',
  on: 'group',
  severity: 'note',
  inProgram: 'warning',
  protects: 'An apply that waits for the deployment hangs until its timeout, unless somebody promotes the canaries meanwhile.',
  source: 'hashicorp/nomad#14214, #15156',
  check({ job, group }, say) {
    const { Canary: canary = 0, AutoPromote: promotes = false } = group.Update ?? {};
    if (canary === 0 || promotes) return;
    say('Update.AutoPromote', {
      message: 'a roll-out stops at its canaries until somebody promotes them',
      value: job.Type === 'system' ? `${String(canary)} percent of the servers` : `${String(canary)} canaries`,
      fix: 'set AutoPromote, or let nothing unattended wait for the deployment',
    });
  },
  trips: { Update: { Canary: 1 } },
  passes: { Update: { Canary: 1, AutoPromote: true } },
};
