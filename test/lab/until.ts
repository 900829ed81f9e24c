import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Default 120. */
  readonly timeoutSeconds?: number;
  /** Default 250. */
  readonly everyMs?: number;
  /** Called every ten seconds with what is waited for. */
  readonly onWait?: (line: string) => void;
}

/**
 * Asks again until the answer is something. An error counts as no answer yet; the last one is told when time is up.
 *
 * @param what the condition in words, for the person who waits
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  patience: Patience = {},
): Promise<T> {
  const { timeoutSeconds = 120, everyMs = 250, onWait } = patience;
  const started = Date.now();
  let said = started;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    const seconds = (Date.now() - started) / 1000;
    if (seconds > timeoutSeconds) {
      const reason = last instanceof Error ? `; last answer: ${last.message}` : '';
      throw new Error(`waited ${String(timeoutSeconds)} s in vain until ${what}${reason}`);
    }
    if (onWait !== undefined && Date.now() - said > 10_000) {
      said = Date.now();
      onWait(`waiting ${String(Math.round(seconds))} s until ${what}`);
    }
    await pause(everyMs);
  }
}
