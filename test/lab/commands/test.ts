import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { applyAll, deploymentOf } from '../deployment';
import type { Layout } from '../layout';
import { prepareCertificates } from '../operator';
import { progress } from '../progress';
import { insideOf } from '../servers/namespaces';
import { estateFolder, REPOSITORY, synthEstate } from './deploy';
import { runInside } from './run-inside';

/** Runs the scenes in a lab that is up. The platform's stack is applied first; each scene brings its own program. */
export async function test(layout: Layout, scenes: readonly string[]): Promise<void> {
  if (insideOf() === undefined) {
    runInside(layout, ['test', ...scenes]);
    return;
  }
  const say = progress();
  synthEstate(layout);
  const estate = await deploymentOf(layout, estateFolder(layout), say);
  await applyAll(
    estate,
    estate.stacks.filter(({ name }) => name === 'platform'),
  );
  await prepareCertificates(layout, []);
  const jest = join(REPOSITORY, 'node_modules/jest/bin/jest.js');
  const { status } = spawnSync(process.execPath, [jest, '--config', join(REPOSITORY, 'test/lab/jest.config.js'), ...scenes], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
