import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Known } from './resource-type';

export interface Recorded extends Known {
  readonly dependsOn: readonly string[];
  /**
   * `begun`: whether the engine has it is not known, because an apply ended in the middle.
   * `created`, `updated`: the engine has it, and the end of its deployment was not seen.
   * `tainted`: the engine has it, but it never came to life; Terraform replaces it.
   */
  readonly status?: 'begun' | 'created' | 'updated' | 'tainted';
}

/** What an apply has made, so that the next one knows what is to be changed or removed. Written after every single resource. */
export class StackState {
  readonly #file: string;
  readonly #resources: Map<string, Recorded>;

  constructor(folder: string, stack: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${stack}.json`);
    this.#resources = new Map(Object.entries(readIfThere(this.#file)));
  }

  get(address: string): Recorded | undefined {
    return this.#resources.get(address);
  }

  get addresses(): string[] {
    return [...this.#resources.keys()];
  }

  set(address: string, recorded: Recorded): void {
    this.#resources.set(address, recorded);
    this.#write();
  }

  delete(address: string): void {
    this.#resources.delete(address);
    this.#write();
  }

  #write(): void {
    if (this.#resources.size === 0) {
      rmSync(this.#file, { force: true });
      return;
    }
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify(Object.fromEntries(this.#resources), null, 1));
    renameSync(draft, this.#file); // a crash leaves the old state or the new one
  }
}

function readIfThere(file: string): Record<string, Recorded> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recorded>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
