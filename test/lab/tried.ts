import { until } from './until';

/** Why an attempt was not what is wanted; final where no later attempt can make it right. */
export interface Wrong {
  readonly reason: string;
  readonly isFinal?: boolean;
}

export interface Tried {
  readonly fine: number;
  /** What stayed wrong, a line each. */
  readonly wrong: readonly string[];
  /** What became right at a later attempt, a line each with what was wrong before. */
  readonly late: readonly string[];
}

export interface TriedOptions<T> {
  readonly lineOf: (one: T) => string;
  /** From the first attempt of all. Default 60: two busy processors start a sidecar's cluster that late. */
  readonly timeoutSeconds?: number;
}

const AT_A_TIME = 8;

/** Tries all, and what was wrong again until it is right: a sidecar learns what is declared some time after Consul does. */
export async function tried<T>(
  all: readonly T[],
  attempt: (one: T) => Promise<Wrong | undefined>,
  { lineOf, timeoutSeconds = 60 }: TriedOptions<T>,
): Promise<Tried> {
  const reasons = new Map<T, string>();
  const wrong = new Map<T, string>();
  let left = all;
  const round = async () => {
    const waiting = [...left];
    const again: T[] = [];
    const worker = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const outcome = await attempt(one).catch((error: unknown): Wrong => ({
          reason: error instanceof Error ? error.message : String(error),
        }));
        if (outcome === undefined) continue;
        reasons.set(one, outcome.reason);
        if (outcome.isFinal === true) wrong.set(one, outcome.reason);
        else again.push(one);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    left = again;
    return left.length === 0;
  };
  // What is left when time is up is told below, a line each.
  await until('every call goes as declared', round, { timeoutSeconds }).catch(() => undefined);
  for (const one of left) wrong.set(one, reasons.get(one) ?? '');

  const told = ([one, reason]: readonly [T, string]) => `${lineOf(one)}: ${reason}`;
  return {
    fine: all.length - wrong.size,
    wrong: [...wrong].map(told),
    late: [...reasons].filter(([one]) => !wrong.has(one)).map(told),
  };
}
