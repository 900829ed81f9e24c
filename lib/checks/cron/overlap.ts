import type { JobRule } from '../rule';

/** A run that may begin while the one before still works. */
export const overlap: JobRule<'job'> = {
  code: 'CRON-OVERLAP',
  on: 'job',
  severity: 'note',
  inProgram: 'warning',
  protects: 'A run that takes longer than usual meets the next one: both write, and neither knows of the other.',
  source: 'Nomad 1.11.3, nomad/periodic.go: ProhibitOverlap is false unless it is set',
  check({ job: { Periodic: periodic } }, say) {
    if (periodic === undefined || periodic.Enabled === false || periodic.ProhibitOverlap === true) return;
    say('Periodic.ProhibitOverlap', {
      message: 'a run begins even while the one before still works',
      fix: 'set ProhibitOverlap to true: then the later run is left out',
    });
  },
  trips: { Type: 'batch', Periodic: { Specs: ['0 2 * * *'] } },
  passes: { Type: 'batch', Periodic: { Specs: ['0 2 * * *'], ProhibitOverlap: true } },
};
