import type { Layout } from '../layout';
import { progress } from '../progress';
import { tableOf, type JestResults } from '../suite-table';
import { runScenes, SCENE_GROUPS, sceneFiles, type SceneGroup } from './scenes';

/** Runs the scenes in a lab that is up, group after group. */
export async function test(layout: Layout, named: readonly string[]): Promise<void> {
  await told(named, async () => {
    const results: JestResults[] = [];
    for (const group of Object.keys(SCENE_GROUPS) as SceneGroup[]) results.push(await runScenes(layout, group, named));
    return results;
  });
}

/** Says how the scenes went, and ends as they did. */
export async function told(named: readonly string[], run: () => Promise<readonly JestResults[]>): Promise<void> {
  for (const group of Object.keys(SCENE_GROUPS) as SceneGroup[])
    if (named.length === 0 && sceneFiles(group, named).length === 0) throw new Error(`there is no scene in ${SCENE_GROUPS[group].folder}`);
  const say = progress();
  const started = Date.now();
  const { lines, counts } = tableOf(await run());
  process.stdout.write(`\n${lines.join('\n')}\n`);
  say(`all scenes, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  const skipped = counts.skipped === 0 ? '' : `, ${String(counts.skipped)} skipped`;
  process.stdout.write(`${String(counts.passed)} passed, ${String(counts.failed)} failed${skipped}\n`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}
