import { footprintOf } from '../footprint';
import type { JobRule } from '../rule';
import { poolOf } from './pools';

const task = (CPU: number) => ({
  Tasks: [
    {
      Name: 'orders',
      Driver: 'docker',
      User: '10001:10001',
      Config: { image: `registry.internal/sec/orders@sha256:${'a'.repeat(64)}` },
      Resources: { CPU, MemoryMB: 256 },
      LogConfig: { MaxFiles: 5, MaxFileSizeMB: 10 },
    },
  ],
});

/** An instance that no server of its pool can take. */
export const tooSmall: JobRule<'group'> = {
  code: 'POOL-TOO-SMALL',
  on: 'group',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The evaluation is blocked for ever, and the apply may be green all the same.',
  source: 'hashicorp/nomad#24824, #3833; nomad/structs/funcs.go, AllocsFit',
  check({ job, group, facts }, say) {
    const pool = poolOf(facts, job.NodePool ?? 'default');
    if (pool === undefined) return;
    const { cpu, memory } = footprintOf(group);
    const tell = (what: string, needed: number, given: number, unit: string): void => {
      if (given === 0 || needed <= given) return;
      say('', {
        message: `one instance, with all that runs beside it, needs more ${what} than any server of its pool has`,
        value: `${String(needed)} ${unit}`,
        limit: `${String(given)} ${unit} per server in ${pool.name}`,
        fix: `lower the ${what} of its tasks, or choose another pool`,
      });
    };
    tell('cpu', cpu, pool.cpuPerServer ?? 0, 'MHz');
    tell('memory', memory, pool.memoryPerServer, 'MiB');
  },
  trips: task(40_000),
  passes: task(2000),
  facts: { pools: [{ name: 'default', servers: 10, cpuPerServer: 28_800, memoryPerServer: 65_536 }] },
};
