import type { JobRule } from '../rule';
import { schedules } from './schedules';

/** Six fields, of which other programs read the first as seconds. */
export const fields: JobRule<'job'> = {
  code: 'CRON-FIELDS',
  on: 'job',
  severity: 'warning',
  protects:
    'Nomad reads the sixth field as the year. Who means seconds gets minutes: */15 in front is every quarter of an hour, not every quarter of a minute.',
  source: 'hashicorp/cronexpr 1.1.3 (Parse)',
  check({ job }, say) {
    for (const { spec, at } of schedules(job)) {
      const words = spec.trim().split(/\s+/);
      // With a year in it there is no doubt.
      if (words.length !== 6 || /\d/.test(words[5] ?? '')) continue;
      say(at, {
        message: 'of six fields Nomad reads the first as minutes and the last as years, and other programs read seconds first',
        value: spec,
        limit: 'five fields, or seven with seconds first and years last',
        fix: `write ${words.slice(0, 5).join(' ')} for minutes, or ${spec.trim()} * for seconds`,
      });
    }
  },
  trips: { Type: 'batch', Periodic: { Specs: ['*/15 * * * * *'], ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['*/15 * * * *'], ProhibitOverlap: true } },
};
