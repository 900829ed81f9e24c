import type { CheckFacts, PoolFacts } from '../../lib/checks';
import { Engines, type Edition, type EngineVersions } from '../../lib/platform';

/** What the command line says of the platform. */
export interface FactFlags {
  readonly nomad?: string;
  readonly consul?: string;
  readonly vault?: string;
  readonly envoy?: string;
  readonly edition?: Edition;
  /** `name=servers,mhz,mib` each. */
  readonly pool?: readonly string[];
}

/** Facts for the checks: what was said on the command line, else what is known, else the tested engines. */
export function factsFrom(flags: FactFlags, known?: CheckFacts): { readonly facts: CheckFacts; readonly mistakes: readonly string[] } {
  const { nomad, consul, vault, envoy, edition } = flags;
  const said = Object.entries({ nomad, consul, vault, envoy, edition }).filter(([, value]) => value !== undefined);
  // One by one, so that each that is wrong is said.
  const mistakes = said.flatMap(([name, value]) => {
    const { problem } = Engines.of({ [name]: value });
    return problem === undefined ? [] : [`--${name} ${problem.value ?? ''}: ${problem.message}, ${problem.fix}`];
  });
  const { versions } = Engines.of({ ...known?.engines, ...(Object.fromEntries(said) as Partial<EngineVersions>) });
  const pools: PoolFacts[] = [];
  for (const text of flags.pool ?? []) {
    const pool = poolFrom(text);
    if (pool === undefined) mistakes.push(`--pool ${text}: write name=servers,MHz,MiB of one server, for instance general=12,24000,65536`);
    else if (pools.some(({ name }) => name === pool.name))
      mistakes.push(`--pool ${text}: ${pool.name} is named twice; name each pool once`);
    else pools.push(pool);
  }
  return { facts: { ...known, engines: versions, ...(pools.length === 0 ? {} : { pools }) }, mistakes };
}

function poolFrom(text: string): PoolFacts | undefined {
  const [, name, servers, cpu, memory] = /^([^=]+)=(\d+),(\d+),(\d+)$/.exec(text) ?? [];
  const [count, mhz, mib] = [servers, cpu, memory].map(Number);
  if (name?.trim() !== name || name === undefined || !isCount(count) || !isCount(mhz) || !isCount(mib)) return undefined;
  return { name, servers: count, cpuPerServer: mhz, memoryPerServer: mib };
}

/** Whether there can be so many servers, MHz or MiB. */
function isCount(value: number | undefined): value is number {
  return value !== undefined && value > 0 && Number.isSafeInteger(value);
}
