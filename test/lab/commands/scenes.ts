import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { applyAll, deploymentOf } from '../deployment';
import type { Layout } from '../layout';
import { prepareCertificates } from '../operator';
import { progress } from '../progress';
import { insideOf } from '../servers/namespaces';
import type { JestResults } from '../suite-table';
import { estateFolder, REPOSITORY, synthEstate } from './deploy';
import { runInside } from './run-inside';

/** Which scenes may run beside each other. */
export const SCENE_GROUPS = {
  /** Several at a time, in one lab. */
  together: { folder: 'test/lab/scenes', atATime: 3 },
  /** They restart engines, or change what concerns every service: one at a time, in a lab without the others. */
  apart: { folder: 'test/lab/scenes/apart', atATime: 1 },
  /** They need the whole machine. */
  alone: { folder: 'test/lab/scenes/alone', atATime: 1 },
} as const;

export type SceneGroup = keyof typeof SCENE_GROUPS;

/** Files of a group. @param named parts of their names; all of the group where nothing is named */
export function sceneFiles(group: SceneGroup, named: readonly string[]): string[] {
  const { folder } = SCENE_GROUPS[group];
  return readdirSync(join(REPOSITORY, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => named.length === 0 || named.some((part) => basename(file, '.test.ts').includes(part)))
    .map((file) => join(folder, file));
}

const resultsFile = (layout: Layout, group: SceneGroup) => join(layout.folder, `scenes-${group}.json`);

/** Runs scenes of a group in a lab that is up, the platform's stack first; each scene brings its own program. */
export async function runScenes(layout: Layout, group: SceneGroup, named: readonly string[]): Promise<JestResults> {
  const files = sceneFiles(group, named);
  if (files.length === 0) return { testResults: [] };
  rmSync(resultsFile(layout, group), { force: true });
  await runInside(layout, ['scenes', group, ...files]);
  if (!existsSync(resultsFile(layout, group))) throw new Error('jest did not come to its end');
  const results = JSON.parse(readFileSync(resultsFile(layout, group), 'utf8')) as JestResults;
  if (results.testResults.length !== files.length)
    throw new Error(`jest ran ${String(results.testResults.length)} of ${String(files.length)} scenes`);
  return results;
}

/** The inside of {@link runScenes}. */
export async function scenes(layout: Layout, group: SceneGroup, files: readonly string[]): Promise<void> {
  if (insideOf() === undefined) throw new Error('scenes run inside of a lab: npm run lab -- test');
  synthEstate(layout);
  const estate = await deploymentOf(layout, estateFolder(layout), progress());
  await applyAll(
    estate,
    estate.stacks.filter(({ name }) => name === 'platform'),
  );
  await prepareCertificates(layout, []);
  spawnSync(
    process.execPath,
    [
      join(REPOSITORY, 'node_modules/jest/bin/jest.js'),
      ...['--config', join(REPOSITORY, 'test/lab/jest.config.js')],
      // Its own, because jest names its drafts by numbers of processes, which two labs have alike.
      ...['--cacheDirectory', join(layout.folder, 'jest')],
      ...['--maxWorkers', String(SCENE_GROUPS[group].atATime)],
      ...['--json', `--outputFile=${resultsFile(layout, group)}`],
      ...['--runTestsByPath', ...files],
    ],
    { cwd: REPOSITORY, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
