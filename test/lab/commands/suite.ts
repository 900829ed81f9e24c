import type { Layout } from '../layout';
import { adviceOn, installOnMachine, missingFromMachine } from '../machine';
import { progress } from '../progress';
import { down } from './down';
import { test } from './test';
import { up } from './up';

export interface SuiteOptions {
  readonly install?: boolean;
}

/**
 * All scenes in a lab of their own, which is there for them alone and gone afterwards. On a machine that can run no lab they
 * are skipped, with the reason, and counted so.
 */
export async function suite(layout: Layout, scenes: readonly string[], { install = false }: SuiteOptions): Promise<void> {
  const say = progress();
  if (install && missingFromMachine().length > 0) await installOnMachine(missingFromMachine(), say);
  const missing = missingFromMachine();
  if (missing.length > 0) {
    process.stdout.write(`the scenes of the lab are skipped:\n${adviceOn(missing)}\n0 passed, 0 failed, 1 skipped\n`);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      void down(layout).then(() => process.exit(130));
    });
  try {
    await up(layout, {});
    if (process.exitCode === undefined || process.exitCode === 0) await test(layout, scenes);
  } finally {
    const outcome = process.exitCode;
    await down(layout);
    process.exitCode = outcome;
  }
}
