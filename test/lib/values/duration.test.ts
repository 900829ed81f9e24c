import fc from 'fast-check';
import { Duration } from '../../../lib/values';

describe('Duration', () => {
  test.each([
    [Duration.milliseconds(1), 1],
    [Duration.seconds(30), 30_000],
    [Duration.seconds(1.5), 1500],
    [Duration.minutes(5), 300_000],
    [Duration.hours(1), 3_600_000],
    [Duration.days(7), 604_800_000],
    [Duration.zero, 0],
    [Duration.seconds(0), 0],
    [Duration.parse('90s'), 90_000],
    [Duration.parse('1h30m'), 5_400_000],
    [Duration.parse('250ms'), 250],
    [Duration.parse('1.5h'), 5_400_000],
  ])('%s is %i milliseconds', (duration, milliseconds) => {
    expect([duration.milliseconds, duration.problem]).toEqual([milliseconds, undefined]);
  });

  test('is written to Nomad and Consul in nanoseconds, and read back from them', () => {
    expect(Duration.seconds(30).toNanoseconds()).toBe(30_000_000_000);
    expect(Duration.nanoseconds(30_000_000_000).milliseconds).toBe(30_000);
  });

  test.each([
    [Duration.minutes(90), '1h30m'],
    [Duration.seconds(90), '1m30s'],
    [Duration.days(7), '168h'],
    [Duration.milliseconds(1250), '1s250ms'],
    [Duration.zero, '0s'],
  ])('reads %s as Go writes it: %s', (duration, text) => {
    expect(duration.toString()).toBe(text);
  });

  test('says what it reads: every length comes back from its own text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), (milliseconds) => {
        expect(Duration.parse(Duration.milliseconds(milliseconds).toString()).milliseconds).toBe(milliseconds);
      }),
    );
  });

  test('adds, multiplies and compares', () => {
    expect(Duration.seconds(90).plus(Duration.minutes(1)).milliseconds).toBe(150_000);
    expect(Duration.seconds(10).times(3).milliseconds).toBe(30_000);
    expect(Duration.seconds(1).compare(Duration.seconds(2))).toBeLessThan(0);
    expect(Duration.minutes(1).compare(Duration.seconds(60))).toBe(0);
  });

  test.each([
    ['a negative length', () => Duration.seconds(-1), '-1'],
    ['no number', () => Duration.seconds(Number.NaN), 'NaN'],
    ['a length without end', () => Duration.seconds(Number.POSITIVE_INFINITY), 'Infinity'],
    ['part of a millisecond', () => Duration.seconds(0.0001), '0.0001'],
    ['text', () => Duration.seconds('30' as unknown as number), '"30"'],
  ])('remembers that %s was given, and does not throw', (_what, make, value) => {
    expect(make().problem).toEqual({
      code: 'VALUE-INVALID',
      message: 'Duration.seconds takes a number of at least 0 that is whole in milliseconds',
      value,
      limit: 'at least 0',
      fix: 'write Duration.seconds(1) or more',
      source: expect.stringMatching(/^test\/lib\/values\/duration\.test\.ts:\d+$/),
    });
  });

  test.each(['', '30', 's', '30 s', '1d', '-1s', '1h 30m'])('reads no length from %j', (text) => {
    expect(Duration.parse(text).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a duration is written like 90s, 1h30m or 250ms',
      value: JSON.stringify(text),
      fix: "write the unit: '30s'",
    });
  });
});
