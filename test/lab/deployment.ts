import { chooseWay } from './apply/choose-way';
import type { Applied, Applier } from './apply/applier';
import { readStacks, type Stack } from './apply/synthesized';
import type { Say } from './engines/step';
import { identityFor, tokensFor } from './identities';
import type { Layout } from './layout';
import { needsOf } from './needs';
import { prepareCertificates, seed } from './operator';
import { join } from 'node:path';

/** Jobs that roll out at a time. With fewer, the processor waits for health checks; with all, the last are not healthy in time. */
const JOBS_AT_A_TIME = 48;

/** Stopping is waiting: for the delays of tasks, not for the processor. */
const REMOVED_AT_A_TIME = 200;

export interface Deployment {
  readonly layout: Layout;
  readonly applier: Applier;
  readonly stacks: readonly Stack[];
  readonly say: Say;
}

/** A synthesized program and the way it will be applied. */
export async function deploymentOf(layout: Layout, outputFolder: string, say: Say, way?: Applier['way']): Promise<Deployment> {
  const stacks = readStacks(outputFolder);
  const [first] = stacks;
  if (first === undefined) throw new Error(`${outputFolder} holds no stacks`);
  const applier = await chooseWay({ stateFolder: join(layout.folder, 'state'), stack: first, say, ...(way === undefined ? {} : { way }) });
  return { layout, applier, stacks, say };
}

const isPlatform = ({ name }: Stack) => name === 'platform';
const isAccess = ({ name }: Stack) => name.endsWith('-access');

/** Applies a program in the order of its stacks, each with the tokens of its own identity. */
export async function deploy(deployment: Deployment): Promise<readonly Applied[]> {
  const { layout, stacks } = deployment;
  const needs = needsOf(jobspecsOf(stacks));
  const platform = stacks.filter(isPlatform);
  const applied = [...(await applyAll(deployment, platform))];
  await prepareCertificates(layout, []);
  applied.push(...(await applyAll(deployment, stacks.filter(isAccess))));
  // What no stack made by now is nobody's but the operators'.
  await prepareCertificates(layout, needs.certificateRoles);
  await seed(layout, needs);
  applied.push(
    ...(await applyAll(
      deployment,
      stacks.filter((stack) => !isPlatform(stack) && !isAccess(stack)),
    )),
  );
  return applied;
}

/** Applies some stacks that do not depend on each other. All are tried; the error names every one that failed. */
export async function applyAll(deployment: Deployment, stacks: readonly Stack[]): Promise<readonly Applied[]> {
  return eachOf(deployment, stacks, (stack, tokens) => deployment.applier.apply(stack, tokens, deployment.say));
}

/** Stacks that a second plan would change; none, where all is as it was said. */
export async function unsettled(deployment: Deployment): Promise<readonly string[]> {
  const changed = await eachOf(deployment, deployment.stacks, async (stack, tokens) => {
    const changes = await deployment.applier.plan(stack, tokens, deployment.say);
    return changes.length === 0 ? undefined : `${stack.name}: ${changes.map(({ action, address }) => `${action} ${address}`).join(', ')}`;
  });
  return changed.filter((line) => line !== undefined);
}

/** Removes a program: jobs first, the platform last. */
export async function destroy(deployment: Deployment): Promise<void> {
  const { applier, stacks, say } = deployment;
  const remove = (some: readonly Stack[]) =>
    eachOf(deployment, some, (stack, tokens) => applier.destroy(stack, tokens, say), REMOVED_AT_A_TIME);
  await remove(stacks.filter((stack) => !isPlatform(stack) && !isAccess(stack)));
  await remove(stacks.filter(isAccess));
  await remove(stacks.filter(isPlatform));
}

/** Does the work on every stack, those with most jobs first, and on no more stacks at a time than have so many jobs together. */
async function eachOf<T>(
  { layout }: Deployment,
  stacks: readonly Stack[],
  work: (stack: Stack, tokens: Awaited<ReturnType<typeof tokensFor>>) => Promise<T>,
  jobsAtATime = JOBS_AT_A_TIME,
): Promise<T[]> {
  const results: T[] = [];
  const errors: string[] = [];
  const underWay = new Set<Promise<void>>();
  let jobsUnderWay = 0;
  const begin = (stack: Stack, jobs: number): void => {
    jobsUnderWay += jobs;
    const one = (async () => results.push(await work(stack, await tokensFor(layout, identityFor(stack.name)))))()
      .catch((error: unknown) => errors.push(error instanceof Error ? error.message : String(error)))
      .then(() => {
        jobsUnderWay -= jobs;
        underWay.delete(one);
      });
    underWay.add(one);
  };
  for (const { stack, jobs } of byJobs(stacks)) {
    while (underWay.size > 0 && jobsUnderWay + jobs > jobsAtATime) await Promise.race(underWay);
    begin(stack, jobs);
  }
  await Promise.all(underWay);
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return results;
}

/** With how many jobs each has; a stack without any counts as one. */
const byJobs = (stacks: readonly Stack[]): readonly { readonly stack: Stack; readonly jobs: number }[] =>
  stacks.map((stack) => ({ stack, jobs: Math.max(1, jobspecsOf([stack]).length) })).sort((one, other) => other.jobs - one.jobs);

export const jobspecsOf = (stacks: readonly Stack[]): string[] =>
  stacks.flatMap(({ resources }) =>
    resources.filter(({ type }) => type === 'nomad_job').map(({ arguments: given }) => given['jobspec'] as string),
  );
