import { footprintOf, type CheckFacts } from '../checks';
import type { Output } from '../change';
import type { ApiJob } from '../nomad';
import { order, type ChangedJob, type Comparison, type Texts } from './comparison';
import { counted } from './counted';
import { runsEverywhere, type ApiGroup } from './job-parts';
import type { GroupRestart, JobDemand, PoolChange, PoolDemand, Proof, SizesSection } from './model';
import { withSidecars, isProxy } from './sidecar-tasks';

export interface ReviewedSizes {
  readonly section: SizesSection;
  readonly proof: Proof;
  /** Instances of all jobs, of both sides. */
  readonly instances: { readonly base: number; readonly head: number };
  readonly jobs: { readonly base: number; readonly head: number };
}

/** Jobs of a pool that are named; the others are counted. */
const JOBS = 10;

const NOTHING: PoolDemand = { instances: 0, cpu: 0, cores: 0, memory: 0, memoryMax: 0, sidecars: 0, sidecarCpu: 0, sidecarMemory: 0 };

/**
 * What all jobs ask of each pool, before and after. A text that both outputs have is read once. A sum that fits may still
 * not fit in pieces; one that does not fits in none.
 */
export function reviewSizes({ base, head, jobs, texts }: Comparison, restarts: readonly GroupRestart[]): ReviewedSizes {
  const facts = head.facts ?? base.facts;
  const known = new Map<string, Demand>();
  const [before, after] = [demandOf(base.output, facts, known, texts), demandOf(head.output, facts, known, texts)];
  const changed = new Set(jobs.flatMap((job) => [job.before, job.after].map((side) => side?.NodePool ?? '')).filter((pool) => pool !== ''));
  const pools = [...new Set([...before.pools.keys(), ...after.pools.keys()])].filter((pool) => changed.has(pool)).sort(order);
  const canaries = new Set(restarts.filter(({ update }) => update === 'canary').map(groupKey));
  const rows = pools.flatMap((pool): PoolChange[] => {
    const [old, now] = [before.pools.get(pool) ?? NOTHING, after.pools.get(pool) ?? NOTHING];
    const surge = surgeOf(pool, jobs, canaries);
    if (JSON.stringify(old) === JSON.stringify(now) && surge.instances === 0) return [];
    const demands = jobDemands(pool, jobs, facts);
    const capacity = capacityOf(pool, facts);
    return [
      {
        pool,
        before: old,
        after: now,
        ...(capacity === undefined ? {} : { capacity }),
        fits: capacity === undefined ? 'unknown' : now.memory <= capacity.memory && now.cpu <= capacity.cpu ? 'yes' : 'no',
        surge,
        jobs: demands.slice(0, JOBS),
        jobsMore: Math.max(0, demands.length - JOBS),
      },
    ];
  });
  return {
    section: { pools: rows },
    proof: {
      section: 'sizes',
      text: `${counted(rows.length, 'pool is', 'pools are')} asked for something else (${counted(after.jobs, 'job')} in ${counted(after.pools.size, 'pool')} added up)`,
    },
    instances: { base: before.instances, head: after.instances },
    jobs: { base: before.jobs, head: after.jobs },
  };
}

/** What one job asks for. */
interface Demand {
  readonly pool: string;
  readonly demand: PoolDemand;
}

interface Total {
  readonly pools: ReadonlyMap<string, PoolDemand>;
  readonly jobs: number;
  readonly instances: number;
}

function demandOf({ stacks }: Output, facts: CheckFacts | undefined, known: Map<string, Demand>, texts: Texts): Total {
  const pools = new Map<string, PoolDemand>();
  let jobs = 0;
  let instances = 0;
  for (const { resource } of stacks.values()) {
    for (const values of Object.values(resource?.['nomad_job'] ?? {})) {
      jobs++;
      const text = typeof values['jobspec'] === 'string' ? values['jobspec'] : '';
      let one = known.get(text);
      if (one === undefined) {
        const job = texts.job(values) as ApiJob | undefined;
        one = { pool: job?.NodePool ?? 'default', demand: job === undefined ? NOTHING : jobDemand(job, facts) };
        known.set(text, one);
      }
      instances += one.demand.instances;
      pools.set(one.pool, plus(pools.get(one.pool) ?? NOTHING, one.demand));
    }
  }
  return { pools, jobs, instances };
}

/** A job that runs on every server asks each of them. */
function jobDemand(job: ApiJob, facts: CheckFacts | undefined): PoolDemand {
  const servers = runsEverywhere(job) ? (capacityOf(job.NodePool ?? 'default', facts)?.servers ?? 1) : 1;
  return (job.TaskGroups ?? []).reduce<PoolDemand>((sum, group) => {
    const count = runsEverywhere(job) ? Math.min(group.Count ?? 1, 1) * servers : (group.Count ?? 1);
    return plus(sum, times(groupDemand(group), count));
  }, NOTHING);
}

/** What one instance of a group asks for. */
function groupDemand(group: ApiGroup): PoolDemand {
  const { cpu, cores, memory } = footprintOf(group);
  const tasks = withSidecars(group).Tasks ?? [];
  const proxies = tasks.filter(isProxy).map(({ Resources }) => Resources ?? {});
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
  const beyond = sum(tasks.map(({ Resources: { MemoryMB = 0, MemoryMaxMB = 0 } = {} }) => Math.max(0, MemoryMaxMB - MemoryMB)));
  return {
    instances: 1,
    cpu,
    cores,
    memory,
    memoryMax: memory + beyond,
    sidecars: proxies.length,
    sidecarCpu: sum(proxies.map(({ CPU = 0 }) => CPU)),
    sidecarMemory: sum(proxies.map(({ MemoryMB = 0 }) => MemoryMB)),
  };
}

function capacityOf(pool: string, facts: CheckFacts | undefined): PoolChange['capacity'] {
  const known = facts?.pools?.find(({ name }) => name === pool);
  if (known?.cpuPerServer === undefined) return undefined;
  return { servers: known.servers, cpu: known.servers * known.cpuPerServer, memory: known.servers * known.memoryPerServer };
}

function jobDemands(pool: string, jobs: readonly ChangedJob[], facts: CheckFacts | undefined): JobDemand[] {
  const side = (job: ApiJob | undefined): PoolDemand => (job?.NodePool === pool ? jobDemand(job, facts) : NOTHING);
  const size = ({ before, after }: JobDemand): number => Math.abs(after.memory - before.memory) + Math.abs(after.cpu - before.cpu);
  return jobs
    .map(({ id, before, after }): JobDemand => ({ job: id, before: side(before), after: side(after) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
    .sort((a, b) => size(b) - size(a) || order(a.job, b.job));
}

const groupKey = ({ namespace, job, group }: Pick<GroupRestart, 'namespace' | 'job' | 'group'>): string => `${namespace}/${job}/${group}`;

/** Canaries of the changed jobs: they run beside what is there. @param canaries groups whose update starts some */
function surgeOf(pool: string, jobs: readonly ChangedJob[], canaries: ReadonlySet<string>): PoolDemand {
  let surge = NOTHING;
  for (const { namespace, id: job, before, after } of jobs) {
    if (before === undefined || after?.NodePool !== pool || runsEverywhere(after)) continue;
    for (const group of after.TaskGroups ?? []) {
      if (!canaries.has(groupKey({ namespace, job, group: group.Name ?? '' }))) continue;
      surge = plus(surge, times(groupDemand(group), group.Update?.Canary ?? 0));
    }
  }
  return surge;
}

function plus(a: PoolDemand, b: PoolDemand): PoolDemand {
  return combined(a, b, (x, y) => x + y);
}

function times(a: PoolDemand, count: number): PoolDemand {
  return combined(a, a, (x) => x * count);
}

function combined(a: PoolDemand, b: PoolDemand, of: (x: number, y: number) => number): PoolDemand {
  return {
    instances: of(a.instances, b.instances),
    cpu: of(a.cpu, b.cpu),
    cores: of(a.cores, b.cores),
    memory: of(a.memory, b.memory),
    memoryMax: of(a.memoryMax, b.memoryMax),
    sidecars: of(a.sidecars, b.sidecars),
    sidecarCpu: of(a.sidecarCpu, b.sidecarCpu),
    sidecarMemory: of(a.sidecarMemory, b.sidecarMemory),
  };
}
