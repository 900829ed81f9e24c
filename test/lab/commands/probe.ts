import type { Layout } from '../layout';
import { probeEstate } from '../probe-estate';
import { insideOf } from '../servers/namespaces';
import { estateFolder } from './deploy';
import { runInside } from './run-inside';

export interface ProbeCommandOptions {
  readonly calls: string;
  readonly refused: string;
  readonly seed: string;
}

/** Asks the deployed estate whether declared calls pass and others are refused. */
export async function probe(layout: Layout, { calls, refused, seed }: ProbeCommandOptions): Promise<void> {
  if (insideOf() === undefined) {
    await runInside(layout, ['probe', '--calls', calls, '--refused', refused, '--seed', seed]);
    return;
  }
  const results = await probeEstate(layout, estateFolder(layout), { calls: Number(calls), refused: Number(refused), seed: Number(seed) });
  for (const line of results.late) process.stdout.write(`only when tried again: ${line}\n`);
  for (const line of results.wrong) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${String(results.answered)} declared calls answered, ${String(results.refused)} undeclared calls refused, ` +
      `${String(results.wrong.length)} otherwise, in ${results.seconds.toFixed(1)} s\n`,
  );
  process.exitCode = results.wrong.length === 0 ? 0 : 1;
}
