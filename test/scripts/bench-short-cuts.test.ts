import { Cron } from 'croner';
import fc from 'fast-check';
import { jobToApiForm, jobToApiJson, type Job } from '../../lib/nomad';
import { literalText, stableJson, templateText } from '../../lib/terraform';
import { nextRuns, weeklySchedule } from '../../lib/workload/weekly-schedule';
import { jobs } from '../lib/nomad/job-arbitrary';

// What was made faster says the same as what it stands for.

test('a job is written as the stable text of its API form', () => {
  fc.assert(fc.property(jobs, (job) => expect(jobToApiForm(job).text).toBe(stableJson(jobToApiJson(job)))));
});

test('a job with keys and values of every kind is written as the stable text of its API form, and its object says the same', () => {
  const key = fc.oneof(fc.constantFrom('__proto__', '10', '9', '0', 'b', 'a', '${x}'), fc.string({ maxLength: 3 }));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie('tree'), { maxLength: 2 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const opaque = fc.dictionary(key, tree, { maxKeys: 4 });
  const job = fc.record({ Meta: fc.dictionary(key, fc.string({ maxLength: 3 })), Name: fc.constantFrom(null, 'a'), Config: opaque });
  fc.assert(
    fc.property(job, ({ Meta, Name, Config }) => {
      const said = { Meta, Name, TaskGroups: [{ Tasks: [{ Config }] }] } as unknown as Job;
      const { json, text, hasNull } = jobToApiForm(said);
      expect(text).toBe(stableJson(jobToApiJson(said)));
      expect(stableJson(json)).toBe(text);
      expect(hasNull).toBe(Name === null);
    }),
  );
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
