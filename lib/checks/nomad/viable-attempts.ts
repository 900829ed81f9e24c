import type { ApiJson, ReschedulePolicy } from '../../nomad';
import { product } from './int64';

/** Nomad's servers count growing delays one by one: of more attempts than these they never come to the end. */
const MAX_COUNTED = 1e9;

/** The delay doubles at most so often before Go's int64 has room for no more of it. */
const DOUBLINGS = 64;

/**
 * Whether Nomad finds room in the interval for all attempts of a policy. It counts in its own way: an exponential delay that
 * has not reached its maximum stands for itself alone, and a Fibonacci one for the sum of the two before it.
 */
export function attemptsFit(policy: ApiJson<ReschedulePolicy>): boolean {
  const { Attempts: attempts = 0, Interval: interval = 0, Delay: delay = 0, MaxDelay: maxDelay = 0 } = policy;
  if (policy.DelayFunction === 'constant') return interval >= product(attempts, delay);
  if (attempts > MAX_COUNTED) return false;
  switch (policy.DelayFunction) {
    case 'exponential':
      return exponentialFits(attempts, interval, delay, maxDelay);
    case 'fibonacci':
      return interval >= lastFibonacci(attempts, delay, maxDelay);
    default:
      return false;
  }
}

function exponentialFits(attempts: number, interval: number, delay: number, maxDelay: number): boolean {
  let needed = 0;
  for (let index = 0; index < Math.min(attempts, DOUBLINGS); index++) {
    const next = product(index < 63 ? 2 ** index : -(2 ** 63), delay);
    needed = next > maxDelay ? Number(BigInt.asIntN(64, BigInt(needed) + BigInt(maxDelay))) : next;
    if (needed >= interval) return false;
  }
  return true;
}

function lastFibonacci(attempts: number, delay: number, maxDelay: number): number {
  let [before, last] = [BigInt(delay), BigInt(delay)];
  for (let index = 2; index < attempts; index++) {
    const next = BigInt.asIntN(64, before + last);
    if (next > BigInt(maxDelay)) {
      // From the ceiling on, every attempt waits for the whole of it.
      return Number(BigInt.asIntN(64, BigInt(maxDelay) * BigInt(attempts - index)));
    }
    [before, last] = [last, next];
  }
  return Number(last);
}
