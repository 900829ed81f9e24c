import { setTimeout as pause } from 'node:timers/promises';

/** What a load balancer in front knows of one server: it asks at a fixed pace, and believes the last answer. */
export class ReadinessWatch {
  /** Each other answer, with its time; status 0 is none. */
  readonly changes: { readonly at: number; readonly status: number }[] = [];
  readonly #running: Promise<void>;
  #stopped = false;

  constructor(url: string, { everyMs }: { readonly everyMs: number }) {
    this.#running = this.#run(url, everyMs);
  }

  get ready(): boolean {
    return this.changes.at(-1)?.status === 200;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(url: string, everyMs: number): Promise<void> {
    while (!this.#stopped) {
      const status = await fetch(url, { signal: AbortSignal.timeout(everyMs) }).then(
        async (answer) => {
          await answer.text();
          return answer.status;
        },
        () => 0,
      );
      if (this.changes.at(-1)?.status !== status) this.changes.push({ at: Date.now(), status });
      await pause(everyMs);
    }
  }
}
