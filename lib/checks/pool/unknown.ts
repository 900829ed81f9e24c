import type { JobRule } from '../rule';

/** Pools that every cluster has. */
const BUILT_IN = ['default', 'all'];

/** A job in a pool that is not there. */
export const unknown: JobRule<'job'> = {
  code: 'POOL-UNKNOWN',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Nomad refuses the job at apply, or, where the pool exists without servers, waits for ever.',
  source: 'nomad/job_endpoint_hook_node_pool.go',
  check({ job, facts }, say) {
    const { NodePool: name = 'default' } = job;
    if (facts.pools === undefined || BUILT_IN.includes(name) || facts.pools.some((pool) => pool.name === name)) return;
    say('NodePool', {
      message: 'the platform has no such server pool',
      value: name,
      limit: facts.pools
        .map((pool) => pool.name)
        .sort()
        .join(', '),
      fix: 'name a pool of the platform facts',
    });
  },
  trips: { NodePool: 'genral' },
  passes: { NodePool: 'general' },
  facts: { pools: [{ name: 'general', servers: 160, cpuPerServer: 28_800, memoryPerServer: 65_536 }] },
};
