import { Engines } from '../../platform';
import { groupAt } from '../digest-address';
import { exampleDigest, exampleGroup } from '../example-estate';
import type { EstateRule } from '../rule';
import { groupsOf, isOnEveryServer, poolOf, runsAlways, type PlacedGroup } from './pools';

const POOLS = [{ name: 'general', servers: 2, cpuPerServer: 10_000, memoryPerServer: 8192 }];
const job = (count: number) =>
  exampleDigest('sec-orders', {
    nodePool: 'general',
    groups: [exampleGroup({ count, peak: count, footprint: { cpu: 1000, cores: 0, memory: 1024 } })],
  });

/** What one group takes of a pool at its peak. */
interface Share extends PlacedGroup {
  readonly amount: number;
}

/** More than the servers have, whatever the order in which it is placed. */
export const exhausted: EstateRule = {
  code: 'POOL-EXHAUSTED',
  on: 'estate',
  severity: 'warning',
  protects: 'When trade is at its peak, the last to scale or to restart finds no place: which job that is, is left to chance.',
  source: 'hashicorp/nomad#9749, #9854, #3833; nomad/structs/funcs.go, AllocsFit',
  check(estate, say) {
    for (const [what, unit] of [
      ['cpu', 'MHz'],
      ['memory', 'MiB'],
    ] as const) {
      const byPool = new Map<string, Share[]>();
      for (const placed of groupsOf(estate)) {
        const { job, group } = placed;
        const pool = poolOf(estate.facts, job.nodePool);
        if (pool === undefined || !runsAlways(job)) continue;
        // A roll-out adds its canaries, but not that of every job at once.
        const amount = group.footprint[what] * (isOnEveryServer(job) ? pool.servers : group.peak);
        const known = byPool.get(job.nodePool);
        if (known === undefined) byPool.set(job.nodePool, [{ ...placed, amount }]);
        else known.push({ ...placed, amount });
      }
      for (const [name, shares] of byPool) {
        const pool = poolOf(estate.facts, name);
        if (pool === undefined) continue;
        const given = pool.servers * (what === 'cpu' ? (pool.cpuPerServer ?? 0) : pool.memoryPerServer);
        const sum = shares.reduce((total, { amount }) => total + amount, 0);
        if (given === 0 || sum <= given) continue;
        const largest = [...shares].sort((a, b) => b.amount - a.amount || (a.job.path < b.job.path ? -1 : 1)).slice(0, 3);
        say(largest[0]?.job.path ?? name, largest[0] && groupAt(largest[0].group), {
          message: `all that runs in ${name} at its most needs more ${what} than its servers have`,
          value: `${String(sum)} ${unit}, the most of it for ${largest.map(({ job, amount }) => `${job.id} (${String(amount)})`).join(', ')}`,
          limit: `${String(given)} ${unit}: ${String(pool.servers)} servers`,
          fix: `lower counts, scaling or sizes, or add servers to ${name}`,
        });
      }
    }
  },
  trips: { facts: { engines: Engines.tested().versions, pools: POOLS }, jobs: [job(18)] },
  passes: { facts: { engines: Engines.tested().versions, pools: POOLS }, jobs: [job(16)] },
};
