import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Applier } from '../apply/applier';
import { deploy as deployProgram, deploymentOf, unsettled } from '../deployment';
import type { Layout } from '../layout';
import { progress } from '../progress';
import { insideOf } from '../servers/namespaces';
import { runInside } from './run-inside';

export const REPOSITORY = resolve(__dirname, '../../..');

export const estateFolder = (layout: Layout): string => join(layout.folder, 'estate');

export interface DeployOptions {
  readonly way?: Applier['way'];
}

/** Synthesizes the reference estate for the lab and applies it, stack by stack, then asks whether anything is left to change. */
export async function deploy(layout: Layout, { way }: DeployOptions): Promise<void> {
  if (insideOf() === undefined) {
    await runInside(layout, ['deploy', ...(way === undefined ? [] : ['--way', way])]);
    return;
  }
  const say = progress();
  synthEstate(layout);
  say('synthesized stacks/ for the environment lab');
  const deployment = await deploymentOf(layout, estateFolder(layout), say, way);
  const applied = await deployProgram(deployment);
  const changes = applied.reduce((sum, one) => sum + one.changes.length, 0);
  say(`${String(applied.length)} stacks applied, ${String(changes)} changes`);
  const left = await unsettled(deployment);
  if (left.length > 0) throw new Error(`a second plan is not empty:\n${left.join('\n')}`);
  say('a second plan of every stack: No changes.');
}

export function synthEstate(layout: Layout): void {
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(REPOSITORY, 'stacks/main.ts'), 'lab'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDKTF_OUTDIR: estateFolder(layout) },
  });
  if (status !== 0) throw new Error('the synth failed');
}
