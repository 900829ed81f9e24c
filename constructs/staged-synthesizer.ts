import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IStackSynthesizer, ISynthesisSession } from 'cdktf';

/** Changes the output when every stack is written and nothing has its place yet. @param staging where it lies */
export type Rework = (staging: string, session: ISynthesisSession) => void;

/** Folder below the output directory where stacks wait until all of them are written. */
const STAGING = '.staging';

/**
 * Lets cdktf write every stack into a staging folder and moves them to their place when the last one is there: an Aspect
 * or a validation that fails half-way leaves the output of the last synth as it was.
 */
export class Staging {
  #stacks = 0;
  #waiting = 0;
  /** Writes the files of the whole app, when the last stack is written. @internal */
  finish: ((staging: string) => void) | undefined;
  /** Set where the output is not the program's alone. @internal */
  rework: Rework | undefined;

  /** @param inner cdktf's own synthesizer of a stack; @param write further files of the stack, written at the end */
  wrap(inner: IStackSynthesizer, write: (outdir: string) => void): IStackSynthesizer {
    this.#stacks++;
    this.#waiting++;
    return {
      synthesize: (session: ISynthesisSession): void => {
        const staging = join(session.outdir, STAGING);
        mkdirSync(join(staging, 'stacks'), { recursive: true });
        try {
          inner.synthesize({ ...session, outdir: staging });
          write(staging);
          if (this.#waiting === 1) {
            this.finish?.(staging);
            this.rework?.(staging, session);
          }
        } catch (error) {
          rmSync(staging, { recursive: true, force: true });
          this.#waiting = this.#stacks;
          throw error;
        }
        this.#waiting--;
        if (this.#waiting > 0) return;
        publish(staging, session.outdir);
        this.#waiting = this.#stacks;
      },
    };
  }
}

function publish(staging: string, outdir: string): void {
  for (const folder of readdirSync(staging)) {
    mkdirSync(join(outdir, folder), { recursive: true });
    for (const entry of readdirSync(join(staging, folder))) move(join(staging, folder, entry), join(outdir, folder, entry));
    rmdirSync(join(staging, folder));
  }
  rmdirSync(staging);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // A folder of the last synth stands there.
    rmSync(to, { recursive: true, force: true });
    renameSync(from, to);
  }
}
