import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A job in several regions. */
export const multiregion: JobRule<'job'> = {
  code: 'NOMAD-MULTIREGION',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs_ce.go, Multiregion.Validate',
  check({ job: { Multiregion: block }, facts }, say) {
    if (facts.engines.edition !== 'community' || (block?.Regions ?? []).length === 0) return;
    say('Multiregion', {
      message: 'a job in several regions needs Nomad Enterprise',
      fix: 'remove Multiregion, and write a job for each region',
    });
  },
  trips: { Multiregion: { Regions: [{ Name: 'tokyo' }, { Name: 'osaka' }] } },
  passes: { Multiregion: { Regions: [] } },
};
