import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyAll, deploymentOf } from '../deployment';
import type { Layout } from '../layout';
import { prepareCertificates } from '../operator';
import { progress } from '../progress';
import { insideOf } from '../servers/namespaces';
import { tableOf, type JestResults } from '../suite-table';
import { estateFolder, REPOSITORY, synthEstate } from './deploy';
import { runInside } from './run-inside';

const JEST = join(REPOSITORY, 'node_modules/jest/bin/jest.js');

/** Scenes that restart engines or need the whole machine, one after the other when the others are done. */
const ALONE = 'scenes/alone';

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

  const started = Date.now();
  const results = [
    jest(layout, scenes, ['--testPathIgnorePatterns', ALONE, '--testPathPatterns', ...(scenes.length === 0 ? ['.'] : scenes)]),
    jest(layout, scenes, [
      '--runInBand',
      '--testPathPatterns',
      ...(scenes.length === 0 ? [ALONE] : scenes.map((scene) => `${ALONE}/.*${scene}`)),
    ]),
  ];
  const { lines, counts } = tableOf(results);
  process.stdout.write(`\n${lines.join('\n')}\n`);
  say(`all scenes, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  const skipped = counts.skipped === 0 ? '' : `, ${String(counts.skipped)} skipped`;
  process.stdout.write(`${String(counts.passed)} passed, ${String(counts.failed)} failed${skipped}\n`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

/** @param scenes those that were named: only then may a group have none */
function jest(layout: Layout, scenes: readonly string[], args: readonly string[]): JestResults {
  const file = join(layout.folder, `jest-${String(process.pid)}.json`);
  rmSync(file, { force: true });
  spawnSync(
    process.execPath,
    [
      JEST,
      '--config',
      join(REPOSITORY, 'test/lab/jest.config.js'),
      ...(scenes.length === 0 ? [] : ['--passWithNoTests']),
      '--json',
      `--outputFile=${file}`,
      ...args,
    ],
    { cwd: REPOSITORY, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (!existsSync(file)) throw new Error('jest did not come to its end');
  return JSON.parse(readFileSync(file, 'utf8')) as JestResults;
}
