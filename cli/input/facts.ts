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
  const said = Object.fromEntries(Object.entries({ nomad, consul, vault, envoy, edition }).filter(([, value]) => value !== undefined));
  const { versions, problem } = Engines.of({ ...known?.engines, ...(said as Partial<EngineVersions>) });
  const mistakes = problem === undefined ? [] : [`${flagOf(problem.at)} ${problem.value ?? ''}: ${problem.message}, ${problem.fix}`];
  const pools: PoolFacts[] = [];
  for (const text of flags.pool ?? []) {
    const pool = poolFrom(text);
    if (pool === undefined) mistakes.push(`--pool ${text}: write name=servers,MHz,MiB of one server, for instance general=12,24000,65536`);
    else pools.push(pool);
  }
  return { facts: { ...known, engines: versions, ...(pools.length === 0 ? {} : { pools }) }, mistakes };
}

function flagOf(at: string | undefined): string {
  return `--${at?.replace(/^engines\./, '') ?? ''}`;
}

function poolFrom(text: string): PoolFacts | undefined {
  const [, name, servers, cpu, memory] = /^([^=]+)=(\d+),(\d+),(\d+)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name, servers: Number(servers), cpuPerServer: Number(cpu), memoryPerServer: Number(memory) };
}
