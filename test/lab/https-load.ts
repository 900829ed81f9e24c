import { setTimeout as pause } from 'node:timers/promises';
import { https, type HttpsAnswer, type HttpsTarget } from './https';

/** One request of a load. */
export interface Seen {
  readonly at: number;
  readonly address: string;
  readonly status: number;
  readonly serial: string;
  /** Why no answer came. */
  readonly error: string | undefined;
}

/** A client that repeats a request, on a new connection each time, until it is stopped. */
export class HttpsLoad {
  readonly seen: Seen[] = [];
  readonly #running: Promise<void>[];
  #stopped = false;

  /** @param next where the next request goes; undefined: nowhere yet */
  constructor(next: () => HttpsTarget | undefined, path: string, { parallel = 2, everyMs = 20 } = {}) {
    this.#running = Array.from({ length: parallel }, () => this.#run(next, path, everyMs));
  }

  get failed(): readonly Seen[] {
    return this.seen.filter(({ status }) => status !== 200);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  async #run(next: () => HttpsTarget | undefined, path: string, everyMs: number): Promise<void> {
    while (!this.#stopped) {
      const target = next();
      if (target !== undefined) {
        const at = Date.now();
        // Not by its class: Jest gives tests another Error than Node's own.
        this.seen.push({ at, address: target.address, ...(await https(target, path).then(answered, lost)) });
      }
      await pause(everyMs);
    }
  }
}

const lost = (reason: unknown) => ({ status: 0, serial: '', error: (reason as Error).message });
const answered = ({ status, certificate }: HttpsAnswer) => ({ status, serial: certificate.serial, error: undefined });
