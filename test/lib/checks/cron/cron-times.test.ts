import fc from 'fast-check';
import { checkJob, type CheckFacts } from '../../../../lib/checks';
import { canonicalJob } from '../../../../lib/nomad';
import { Engines } from '../../../../lib/platform';
import { cronTimes } from '../../../../lib/checks/cron/cron-times';
import { clockChanges, zoneOffsets } from '../../../../lib/checks/cron/time-zones';

const sorted = (set: ReadonlySet<number> | undefined): number[] => [...(set ?? [])].sort((a, b) => a - b);

describe('a cron expression is read as Nomad does', () => {
  test.each([
    ['a range with a step', '10-30/10 * * * *', 'minutes', [10, 20, 30]],
    ['a first value with a step', '5/20 * * * *', 'minutes', [5, 25, 45]],
    ['a range that ends before it begins', '* 22-4 * * *', 'hours', []],
    ['names of months', '* * * jan-mar,december *', 'months', [1, 2, 3, 12]],
  ] as const)('%s', (_what, spec, field, expected) => {
    expect(sorted(cronTimes(spec)?.[field])).toEqual(expected);
  });

  test('weekdays end on a Sunday of either number, and a range around the weekend is empty', () => {
    expect(sorted(cronTimes('* * * * 5-7')?.daysOfWeek.days)).toEqual([5, 6]);
    expect(sorted(cronTimes('* * * * 7')?.daysOfWeek.days)).toEqual([0]);
    expect(sorted(cronTimes('* * * * fri-mon')?.daysOfWeek.days)).toEqual([]);
  });

  test('six fields end with the year, seven begin with the second', () => {
    expect(sorted(cronTimes('0 2 * * * 2027')?.years)).toEqual([2027]);
    expect(sorted(cronTimes('0 5 2 * * * *')?.minutes)).toEqual([5]);
  });

  test('a list of numbers is itself', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1 });
    fc.assert(
      fc.property(
        numbers,
        (list) => sorted(cronTimes(`${list.join(',')} * * * *`)?.minutes).join() === [...list].sort((a, b) => a - b).join(),
      ),
    );
  });
});

describe('a zone', () => {
  test('of Tokyo is nine hours ahead and never changes its clocks', () => {
    expect(zoneOffsets('Asia/Tokyo')).toEqual([540, 540]);
    expect(clockChanges('Asia/Tokyo')).toEqual([]);
  });

  test('of New York skips an hour in March, and has one twice in November', () => {
    expect(clockChanges('America/New_York')).toEqual([
      { kind: 'skipped', from: 120, to: 180, weekday: 0, month: 3 },
      { kind: 'twice', from: 60, to: 120, weekday: 0, month: 11 },
    ]);
  });
});

describe('a schedule', () => {
  const facts: CheckFacts = {
    engines: Engines.tested().versions,
    timeZone: 'Asia/Tokyo',
    market: { opens: 540, closes: 930 },
    today: '2026-11-22',
  };
  const codes = (periodic: Record<string, string | boolean | readonly string[]>): string[] => {
    const group = { Name: 'a', Tasks: [{ Name: 'a', Driver: 'docker', Config: { image: 'a:1' } }] };
    const job = canonicalJob({
      ID: 'a',
      Type: 'batch',
      TaskGroups: [group],
      Periodic: { ProhibitOverlap: true, TimeZone: 'Asia/Tokyo', ...periodic },
    });
    return checkJob(job, facts, { inProgram: true }).flatMap(({ code }) => (code.startsWith('CRON-') ? [code] : []));
  };

  test.each<[string, readonly string[], readonly string[]]>([
    ['in the evening is good', ['30 18 * * 1-5'], []],
    ['of the thirtieth of February never fires', ['0 2 30 2 *'], ['CRON-NEVER']],
    ['of the twenty-ninth of February does', ['0 2 29 2 *'], []],
    ['of that day in years without it does not', ['0 2 29 2 * 2027'], ['CRON-NEVER']],
    ['of that day, or of Mondays, does', ['0 2 30 2 1'], []],
    ['of a year that is over never fires', ['0 2 * * * 2025'], ['CRON-NEVER']],
    ['over midnight in one range never fires', ['0 22-4 * * *'], ['CRON-NEVER']],
    ['with a last year silences those before it', ['0 2 * * *', '0 3 * * * 2027'], ['CRON-EXHAUSTED']],
    ['with a last year stands first', ['0 3 * * * 2027', '0 2 * * *'], []],
    ['with the shorter life stands first', ['0 3 * * * 2027', '0 2 * * * 2028'], []],
    ['while the exchange trades', ['0 10 * * 1-5'], ['CRON-MARKET']],
    ['at the hour of trading, but on Sundays', ['0 10 * * 0'], []],
    ['at the close is behind it', ['30 15 * * 1-5'], []],
    ['on a day of the month, which falls on any weekday', ['0 10 1 * *'], ['CRON-MARKET']],
    ['all day long is meant to', ['*/5 * * * *'], []],
    ['of six fields', ['*/15 * * * * *'], ['CRON-FIELDS']],
    ['of six fields with a year', ['0 2 * * * 2027'], []],
  ])('%s', (_what, Specs, expected) => {
    expect(codes({ Specs })).toEqual(expected);
  });

  test('of another clock is found, and its hours are those of the exchange', () => {
    expect(codes({ Specs: ['30 18 * * 1-5'], TimeZone: 'UTC' })).toEqual(['CRON-ZONE']);
    expect(codes({ Specs: ['30 1 * * 1-5'], TimeZone: 'UTC' }).sort()).toEqual(['CRON-MARKET', 'CRON-ZONE']);
    // Sunday night of London is Monday morning of Tokyo.
    expect(codes({ Specs: ['30 23 * * 0'], TimeZone: 'America/New_York' })).toContain('CRON-MARKET');
  });

  test('in the hour in which clocks change is found, and every hour is not', () => {
    expect(codes({ Specs: ['30 2 * * *'], TimeZone: 'Europe/Berlin' })).toContain('CRON-DAYLIGHT');
    expect(codes({ Specs: ['30 2 * * 1-5'], TimeZone: 'Europe/Berlin' })).not.toContain('CRON-DAYLIGHT');
    expect(codes({ Specs: ['30 * * * *'], TimeZone: 'Europe/Berlin' })).not.toContain('CRON-DAYLIGHT');
  });
});
