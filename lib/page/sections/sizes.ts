import type { JobDemand, PoolChange, PoolDemand, Review } from '../../review';
import type { PageRow, PageSection } from '../page-model';
import { counted, digits, name, number, some, step, text } from './words';

/** What jobs ask of each pool, before and after, sidecars included. */
export function sizesSection({ sizes }: Review): PageSection {
  return {
    name: 'sizes',
    title: 'How much of each pool is asked for',
    columns: [
      name('pool'),
      digits('instances'),
      digits('CPU, MHz'),
      digits('memory, MiB'),
      digits('of these sidecars'),
      text('fits'),
      text('while it rolls out'),
      name('jobs that ask for more or less'),
    ],
    rows: sizes.pools.map(rowOf),
    folded: sizes.pools.every(({ fits }) => fits !== 'no'),
  };
}

function rowOf(pool: PoolChange): PageRow {
  const { before, after, fits, jobs, jobsMore } = pool;
  const reserved = [
    step(before.cpu, after.cpu),
    ...(before.cores + after.cores === 0 ? [] : [`and ${step(before.cores, after.cores)} cores`]),
  ];
  const burst =
    before.memoryMax === before.memory && after.memoryMax === after.memory ? [] : [`at most ${step(before.memoryMax, after.memoryMax)}`];
  return {
    tone: fits === 'no' ? 'danger' : 'plain',
    cells: [
      [pool.pool],
      [step(before.instances, after.instances)],
      reserved,
      [step(before.memory, after.memory), ...burst],
      [
        step(before.sidecars, after.sidecars),
        `${step(before.sidecarCpu, after.sidecarCpu)} MHz`,
        `${step(before.sidecarMemory, after.sidecarMemory)} MiB`,
      ],
      fitOf(pool),
      surgeOf(pool.surge),
      some(jobs.map(demandOf), jobsMore),
    ],
  };
}

function demandOf({ job, before, after }: JobDemand): string {
  const instances = counted(after.instances, 'instance');
  const count = before.instances === after.instances ? instances : `${number(before.instances)} → ${instances}`;
  return `${job}: ${count}, ${step(before.cpu, after.cpu)} MHz, ${step(before.memory, after.memory)} MiB`;
}

function fitOf({ fits, after, capacity }: PoolChange): readonly string[] {
  if (capacity === undefined) return ['not known: the platform says no capacity'];
  const shares = `${share(after.cpu, capacity.cpu)} of the CPU, ${share(after.memory, capacity.memory)} of the memory of ${number(capacity.servers)} servers`;
  return [fits === 'no' ? 'no: it is more than the pool has' : 'the sum fits', shares];
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'all' : `${number(Math.round((part / whole) * 1000) / 10)} %`;
}

function surgeOf({ instances, cpu, memory }: PoolDemand): readonly string[] {
  return instances === 0 ? ['nothing more'] : [`${counted(instances, 'more instance')}, ${number(cpu)} MHz, ${number(memory)} MiB`];
}
