import { attemptsFit } from '../../../../lib/checks/nomad/viable-attempts';

const SECOND = 1e9;
const fit = (
  DelayFunction: 'constant' | 'exponential' | 'fibonacci',
  Attempts: number,
  interval: number,
  delay: number,
  maxDelay = 0,
): boolean => attemptsFit({ DelayFunction, Attempts, Interval: interval * SECOND, Delay: delay * SECOND, MaxDelay: maxDelay * SECOND });

test('constant delays fit when their sum does', () => {
  expect([fit('constant', 3, 30, 10), fit('constant', 4, 30, 10)]).toEqual([true, false]);
});

test('a delay that doubles stands for itself, until it has reached its maximum', () => {
  // 5, 10, 20 seconds: the last has to be below the interval.
  expect([fit('exponential', 3, 21, 5, 60), fit('exponential', 3, 20, 5, 60)]).toEqual([true, false]);
  // 5, 10, then 15 more for each attempt: 10 + 15 + 15.
  expect([fit('exponential', 4, 41, 5, 15), fit('exponential', 4, 40, 5, 15)]).toEqual([true, false]);
});

test('a Fibonacci delay is the sum of the two before it, until it has reached its maximum', () => {
  // 5, 5, 10, 15 seconds.
  expect([fit('fibonacci', 4, 15, 5, 60), fit('fibonacci', 4, 14, 5, 60)]).toEqual([true, false]);
  // 5, 5, then 8, and 8 more for the next.
  expect([fit('fibonacci', 4, 16, 5, 8), fit('fibonacci', 4, 15, 5, 8)]).toEqual([true, false]);
});

test('more attempts than a server can count never fit', () => {
  expect([fit('exponential', 1e15, 1e6, 5, 60), fit('fibonacci', 1e15, 1e6, 5, 60)]).toEqual([false, false]);
});
