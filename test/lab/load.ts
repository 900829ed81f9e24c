import type { LoadCount, LoadOptions, Standin } from './standin';
import { until } from './until';

/** What one stand-in sees of another that it calls all the time while work is done. The work begins when the first answer is there. */
export async function underLoad(
  caller: Standin,
  to: string,
  path: string,
  options: LoadOptions,
  work: (count: () => Promise<LoadCount>) => Promise<void>,
): Promise<LoadCount> {
  const name = options.name ?? to;
  await caller.startLoad(to, path, { ...options, name });
  try {
    await until(`${to} answers`, async () => (await caller.load(name)).requests > 0);
    await work(() => caller.load(name));
  } catch (error) {
    await caller.stopLoad(name);
    throw error;
  }
  return caller.stopLoad(name);
}

/** Waits until an instance takes requests, of those that come from now on. */
export async function takesRequests({ instance }: Pick<Standin, 'instance'>, count: () => Promise<LoadCount>): Promise<void> {
  const of = async () => (await count()).instances[instance] ?? 0;
  const before = await of();
  await until(`${instance} takes requests`, async () => (await of()) > before + 10);
}
