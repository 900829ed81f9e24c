import type { JobRule } from '../rule';
import { schedules } from './schedules';
import { zoneOffsets } from './time-zones';

/** A schedule on another clock than the platform's. */
export const zone: JobRule<'job'> = {
  code: 'CRON-ZONE',
  on: 'job',
  severity: 'warning',
  protects:
    'A night batch without a zone runs by UTC: what was meant for half past six in the evening of Tokyo comes at half past three in the morning.',
  source: 'Nomad 1.11.3, nomad/structs/structs.go (PeriodicConfig.Canonicalize)',
  check({ job, facts: { timeZone } }, say) {
    if (timeZone === undefined || schedules(job).length === 0) return;
    const { TimeZone: given = 'UTC' } = job.Periodic ?? {};
    if (given === timeZone || String(zoneOffsets(given)) === String(zoneOffsets(timeZone))) return;
    say('Periodic.TimeZone', {
      message: 'the schedule is read on another clock than that of the platform',
      value: given,
      limit: timeZone,
      fix: `set TimeZone to ${timeZone}`,
    });
  },
  trips: { Type: 'batch', Periodic: { Specs: ['30 18 * * *'], ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['30 18 * * *'], TimeZone: 'Asia/Tokyo', ProhibitOverlap: true } },
  facts: { timeZone: 'Asia/Tokyo' },
};
