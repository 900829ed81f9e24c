import { until } from './until';

/** Why an attempt was not what is wanted; final where no later attempt can make it right. */
export interface Wrong {
  readonly reason: string;
  readonly isFinal?: boolean;
}

export interface Tried {
  readonly fine: number;
  /** What stayed wrong, a line each with what came last. */
  readonly wrong: readonly string[];
  /** What became right at a later attempt, a line each with what came first. */
  readonly late: readonly string[];
}

export interface TriedOptions<T> {
  readonly lineOf: (one: T) => string;
  /** Called before what was wrong is tried again. */
  readonly beforeAgain?: () => Promise<void> | void;
  /** For further attempts, once all have had their first; one is made in any case. Default 60: two busy processors start a sidecar's cluster that late. */
  readonly timeoutSeconds?: number;
}

const AT_A_TIME = 8;

/** Tries all, and what was wrong again until it is right: a sidecar learns what is declared some time after Consul does. */
export async function tried<T>(
  all: readonly T[],
  attempt: (one: T) => Promise<Wrong | undefined>,
  { lineOf, beforeAgain, timeoutSeconds = 60 }: TriedOptions<T>,
): Promise<Tried> {
  const first = new Map<T, string>();
  const last = new Map<T, string>();
  const wrong = new Set<T>();
  /** What is left to try again. */
  const round = async (some: readonly T[]): Promise<readonly T[]> => {
    const waiting = [...some];
    const again: T[] = [];
    const worker = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const outcome = await attempt(one).catch((error: unknown): Wrong => ({
          reason: error instanceof Error ? error.message : String(error),
        }));
        if (outcome === undefined) continue;
        if (!first.has(one)) first.set(one, outcome.reason);
        last.set(one, outcome.reason);
        if (outcome.isFinal === true) wrong.add(one);
        else again.push(one);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return again;
  };

  let left = await round(all);
  const isEmpty = async () => {
    await beforeAgain?.();
    left = await round(left);
    return left.length === 0;
  };
  // What is left when time is up is told below, a line each.
  if (left.length > 0) await until('every call goes as declared', isEmpty, { timeoutSeconds }).catch(() => undefined);
  for (const one of left) wrong.add(one);

  return {
    fine: all.length - wrong.size,
    wrong: [...wrong].map((one) => `${lineOf(one)}: ${last.get(one) ?? ''}`),
    late: [...first].filter(([one]) => !wrong.has(one)).map(([one, reason]) => `${lineOf(one)}: ${reason}`),
  };
}
