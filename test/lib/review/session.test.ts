import { localTime, sessionAt, sessionEnd } from '../../../lib/review/session';

const tokyo = { timeZone: 'Asia/Tokyo', market: { opens: 540, closes: 930 } };
const at = (text: string): Date => new Date(`${text}+09:00`);

describe('the exchange', () => {
  test.each([
    ['2026-11-30T09:00:00', 'open'],
    ['2026-11-30T08:59:59', 'closed'],
    ['2026-11-30T15:29:59', 'open'],
    ['2026-11-30T15:30:00', 'closed'],
    ['2026-11-28T10:00:00', 'closed'], // a Saturday
    ['2026-11-23T10:00:00', 'closed'], // Labour Thanksgiving Day
    ['2026-12-31T10:00:00', 'closed'],
    ['2027-01-04T10:00:00', 'open'], // the first day it trades
  ])('at %s in Tokyo is %s', (text, state) => {
    expect(sessionAt(at(text), tokyo)).toBe(state);
  });

  test('keeps its own clock, wherever one looks from', () => {
    expect(sessionAt(new Date('2026-11-30T01:00:00Z'), tokyo)).toBe('open');
    expect(localTime(new Date('2026-11-30T01:00:00Z'), 'Asia/Tokyo').text).toBe('2026-11-30T10:00:00+09:00');
  });

  test('is not known where its hours are not', () => {
    expect(sessionAt(at('2026-11-30T10:00:00'), undefined)).toBe('unknown');
    expect(sessionAt(at('2026-11-30T10:00:00'), { timeZone: 'Asia/Tokyo' })).toBe('unknown');
  });

  test('closes when its facts say', () => {
    expect(sessionEnd(at('2026-11-30T10:12:34'), tokyo)).toEqual(at('2026-11-30T15:30:00'));
  });
});
