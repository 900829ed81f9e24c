import { layoutOf, type Layout } from '../layout';
import { adviceOn, installOnMachine, missingFromMachine } from '../machine';
import { progress } from '../progress';
import { down } from './down';
import { runScenes, sceneFiles } from './scenes';
import { told } from './test';
import { up } from './up';

export interface SuiteOptions {
  readonly install?: boolean;
}

/**
 * All scenes in labs of their own, which are there for them alone and gone afterwards: one for most of them, and beside it
 * one, with TLS, for those that no other scene can share a lab with. On a machine that can run no lab they are skipped, with
 * the reason, and counted so.
 */
export async function suite(layout: Layout, named: readonly string[], { install = false }: SuiteOptions): Promise<void> {
  const say = progress();
  if (install && missingFromMachine().length > 0) await installOnMachine(missingFromMachine(), say);
  const missing = missingFromMachine();
  if (missing.length > 0) {
    process.stdout.write(`the scenes of the lab are skipped:\n${adviceOn(missing)}\n0 passed, 0 failed, 1 skipped\n`);
    return;
  }
  const other = layoutOf(`${layout.name}-apart`);
  const isNeeded = { apart: sceneFiles('apart', named).length > 0, alone: sceneFiles('alone', named).length > 0 };
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= settled([down(layout), ...(isNeeded.apart ? [down(other)] : [])]).then(() => undefined));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      void end().finally(() => process.exit(130));
    });
  try {
    await up(layout, {});
    // Interrupted meanwhile, nothing more begins.
    if (ended === undefined && isNeeded.apart) await up(other, { tls: true });
    if (ended !== undefined) return;
    await told(named, async () => {
      const beside = await settled([runScenes(layout, 'together', named), runScenes(other, 'apart', named)]);
      if (isNeeded.apart && isNeeded.alone) await down(other);
      return [...beside, await runScenes(layout, 'alone', named)];
    });
  } finally {
    const outcome = process.exitCode;
    await end();
    process.exitCode = outcome;
  }
}

/** Waits for all, whatever happens to one; then throws what went wrong first. */
async function settled<T>(all: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}
