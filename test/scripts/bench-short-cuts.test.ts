import { Cron } from 'croner';
import fc from 'fast-check';
import { jobToApiJson, jobToApiText } from '../../lib/nomad';
import { literalText, stableJson, templateText } from '../../lib/terraform';
import { nextRuns, weeklySchedule } from '../../lib/workload/weekly-schedule';
import { jobs } from '../lib/nomad/job-arbitrary';

// What was made faster says the same as what it stands for.

test('a job is written as the stable text of its API form', () => {
  fc.assert(fc.property(jobs, (job) => expect(jobToApiText(job)).toBe(stableJson(jobToApiJson(job)))));
});

test('a text comes back from its template', () => {
  const text = fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a', '\n') });
  fc.assert(fc.property(text, (literal) => expect(literalText(templateText(literal))).toBe(literal)));
});

describe('a schedule of times and weekdays', () => {
  const START = new Date('2026-01-05T00:00:00Z');
  const part = (max: number): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 1, max }).map((step) => `*/${String(step)}`),
      fc.integer({ min: 0, max }).map(String),
      fc
        .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max }))
        .map(([a, b]) => `${String(Math.min(a, b))}-${String(Math.max(a, b))}`),
    );
  const field = (max: number): fc.Arbitrary<string> => fc.array(part(max), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
  const cron = fc.tuple(field(59), field(23), field(7)).map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`);

  test('fires when a calendar says so', () => {
    fc.assert(
      fc.property(cron, (text) => {
        const schedule = weeklySchedule(text);
        expect(schedule).toBeDefined();
        expect(nextRuns(schedule!, START, 48)).toEqual(new Cron(text, { utcOffset: 0, paused: true }).nextRuns(48, START));
      }),
    );
  });

  test.each([
    '30 18 1 * *',
    '30 18 * 4 *',
    '30 18 L * *',
    '30 18 * * MON',
    '30 18 * * 1#2',
    '60 18 * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '@daily',
  ])('leaves %s to the calendar', (text) => expect(weeklySchedule(text)).toBeUndefined());
});
