import { seconds } from './nomad-job';

test.each([
  ['20m', 1200],
  ['1h30m', 5400],
  ['45s', 45],
])('%s is %d seconds', (duration, expected) => {
  expect(seconds(duration)).toBe(expected);
});

test.each(['', '5', '5 m', 'm5'])('"%s" is no time', (duration) => {
  expect(() => seconds(duration)).toThrow(`"${duration}" is not a duration`);
});
