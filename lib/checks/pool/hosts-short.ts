import { Engines } from '../../platform';
import { groupAt } from '../digest-address';
import { exampleDigest, exampleGroup } from '../example-estate';
import type { GroupDigest } from '../job-digest';
import type { EstateRule } from '../rule';
import { groupsOf, isOnEveryServer, poolOf } from './pools';

const POOLS = [{ name: 'edge', servers: 2, cpuPerServer: 28_800, memoryPerServer: 65_536 }];
const job = (count: number, group: Partial<GroupDigest> = {}) =>
  exampleDigest('sec-egress', { nodePool: 'edge', groups: [exampleGroup({ count, peak: count, distinctHosts: true, ...group })] });

/** More instances than servers, where each wants one of its own. */
export const hostsShort: EstateRule = {
  code: 'POOL-HOSTS-SHORT',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The last instances, or the canary of every roll-out, wait for ever: the deployment fails at its deadline.',
  source: 'scheduler/feasible, distinct_hosts; nomad/structs/network.go; hashicorp/nomad#779, #18509',
  check(estate, say) {
    const wanted = new Map<string, number>();
    for (const { job, group } of groupsOf(estate)) {
      const pool = poolOf(estate.facts, job.nodePool);
      // System jobs and batch jobs take what there is, or wait for their turn.
      if (pool === undefined || isOnEveryServer(job) || job.type !== 'service') continue;
      const most = group.peak + group.canary;
      if (group.distinctHosts && most > pool.servers)
        say(job.path, `${groupAt(group)}.Count`, {
          message: `each instance wants a server of its own, and ${pool.name} has too few`,
          value: countText(group),
          limit: `${String(pool.servers)} servers in ${pool.name}`,
          fix: 'lower the count, or take distinct_hosts away',
        });
      for (const { port, hostNetwork, at } of group.staticPorts) {
        const key = `${job.nodePool} ${hostNetwork} ${String(port)}`;
        const sum = (wanted.get(key) ?? 0) + most;
        wanted.set(key, sum);
        if (sum <= pool.servers || (group.distinctHosts && most > pool.servers)) continue;
        say(job.path, at, {
          message: `a port is there once on each server, and ${pool.name} has too few for all that want it`,
          value: `${String(sum)} instances on port ${String(port)}`,
          limit: `${String(pool.servers)} servers in ${pool.name}`,
          fix: 'lower the count, or let Nomad choose the port',
        });
      }
    }
  },
  trips: { facts: { engines: Engines.tested().versions, pools: POOLS }, jobs: [job(2, { canary: 1 })] },
  passes: { facts: { engines: Engines.tested().versions, pools: POOLS }, jobs: [job(2)] },
};

function countText({ count, peak, canary }: GroupDigest): string {
  const most = peak > count ? `up to ${String(peak)} instances` : `${String(count)} instances`;
  return canary > 0 ? `${most} and ${String(canary)} canary` : most;
}
