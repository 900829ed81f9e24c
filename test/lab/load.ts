import type { LoadCount, LoadOptions, Standin } from './standin';
import { until } from './until';

/** One of several loads, each of its own name. */
export interface Load extends LoadOptions {
  readonly name: string;
  readonly to: string;
  readonly path: string;
}

/** What a stand-in sees of others that it calls all the time while work is done. The work begins when all have answered. */
export async function underLoads(caller: Standin, loads: readonly Load[], work: () => Promise<void>): Promise<readonly LoadCount[]> {
  for (const { to, path, ...options } of loads) await caller.startLoad(to, path, options);
  const stop = () => Promise.all(loads.map(({ name }) => caller.stopLoad(name)));
  try {
    for (const { name } of loads) await until(`${name} has answers`, async () => (await caller.load(name)).requests > 0);
    await work();
  } catch (error) {
    await stop();
    throw error;
  }
  return stop();
}

/** The same with one load. */
export async function underLoad(caller: Standin, load: Load, work: (count: () => Promise<LoadCount>) => Promise<void>): Promise<LoadCount> {
  const [count] = await underLoads(caller, [load], () => work(() => caller.load(load.name)));
  if (count === undefined) throw new Error('a load without a count');
  return count;
}

/** Waits until an instance takes requests, of those that come from now on. */
export async function takesRequests({ instance }: Pick<Standin, 'instance'>, count: () => Promise<LoadCount>): Promise<void> {
  const of = async () => (await count()).instances[instance] ?? 0;
  const before = await of();
  await until(`${instance} takes requests`, async () => (await of()) > before + 10);
}
