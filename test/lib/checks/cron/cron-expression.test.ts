import { cronFields, cronProblem } from '../../../../lib/checks/cron/cron-expression';
import { isTimeZone } from '../../../../lib/checks/cron/time-zone';

describe('a cron expression as Nomad reads it', () => {
  test('has the year as the sixth of six fields, and the second as the first of seven', () => {
    expect(cronFields('0 2 * * mon')).toEqual(['0', '0', '2', '*', '*', 'mon', '*']);
    expect(cronFields('*/15 * * * * 2027')).toEqual(['0', '*/15', '*', '*', '*', '*', '2027']);
    expect(cronFields('30 0 2 * * mon 2027 and more')).toEqual(['30', '0', '2', '*', '*', 'mon', '2027']);
    expect(cronFields('@daily')).toEqual(['0', '0', '0', '*', '*', '*', '*']);
    expect(cronFields('0 2 * *')).toBeUndefined();
  });

  test.each([
    '* * * * *',
    '0 2 * * MON-FRI',
    '0 3 L * *',
    '0 3 LW,15W * *',
    '0 3 ? * 5L,5#2',
    '5-1 * * * *',
    '*/15 9-14 1,15 jan-mar 7 2026-2030/2',
    '@hourly',
    '*,x * * * *',
  ])('is %p', (spec) => {
    expect(cronProblem(spec)).toBeUndefined();
  });

  test.each([
    ['', 'it has fewer than five fields'],
    ['*/5 * * *', 'it has fewer than five fields'],
    ['@reboot', 'it has fewer than five fields'],
    ['61 * * * *', '61 is no minute'],
    ['* 24 * * *', '24 is no hour'],
    ['* * 0 * *', '0 is no day of month'],
    ['* * * sept *', 'sept is no month'],
    ['* * * * 8', '8 is no day of week'],
    ['* * * * * 1969', '1969 is no year'],
    ['*/60 * * * *', '*/60 is no interval of the minute'],
    ['*/0 * * * *', '*/0 is no interval of the minute'],
    [', * * * *', 'its field for the minute is empty'],
    ['x,* * * * *', 'x is no minute'],
    ['* * *,x * *', 'x is no day of month'],
  ])('is not %p', (spec, problem) => {
    expect(cronProblem(spec)).toBe(problem);
  });
});

test('a time zone has its name letter by letter, and links are names too', () => {
  expect(['Asia/Tokyo', 'Japan', 'US/Eastern', 'UTC', '', 'Local', 'Etc/GMT-9'].filter((name) => !isTimeZone(name))).toEqual([]);
  expect(['asia/tokyo', 'JST', '+09:00', 'Asia', 'GMT+9', 'Mars/Olympus'].filter(isTimeZone)).toEqual([]);
});
