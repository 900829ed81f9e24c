import type { JobRule } from '../rule';
import { schedules, type Schedule } from './schedules';

/** A schedule that silences others once its last year is over. */
export const exhausted: JobRule<'job'> = {
  code: 'CRON-EXHAUSTED',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'Nomad takes a schedule that has no time left for the earliest of all: those before it in the list are not looked at any more, and when it is the last one the job never starts again.',
  source: 'Nomad 1.11.3 and 2.0.5, nomad/structs/structs.go (PeriodicConfig.Next)',
  check({ job }, say) {
    const all = schedules(job);
    all.forEach(({ spec, at, times }, index) => {
      if (index === 0 || times.years === undefined || times.years.size === 0) return;
      const silenced = all.slice(0, index).find((other) => lastMonth(other) > lastMonth(all[index]));
      if (silenced === undefined) return;
      say(at, {
        message: `after its last time this schedule silences ${silenced.spec}, which stands before it`,
        value: spec,
        fix: 'order the schedules by their last time, those without a year last',
      });
    });
  },
  trips: { Type: 'batch', Periodic: { Specs: ['0 2 * * *', '0 9 31 12 * 2027'], ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['0 9 31 12 * 2027', '0 2 * * *'], ProhibitOverlap: true } },
};

/** Months since the year 0; endless for a schedule without years. */
function lastMonth(schedule: Schedule | undefined): number {
  const { years, months } = schedule?.times ?? {};
  return years === undefined ? Infinity : Math.max(...years) * 12 + Math.max(...(months ?? []));
}
