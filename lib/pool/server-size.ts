import type { Finding } from '../problems';
import type { Cpu, Memory } from '../values';
import type { ServerPool } from './server-pool';

/** What one container asks for. */
export interface Demand {
  readonly cpu?: Cpu | undefined;
  readonly memory?: Memory | undefined;
}

/**
 * Findings for an instance that fits no server of its pool: it would wait for ever, while the apply is green
 * (hashicorp/nomad#24824). Nomad counts the larger of what runs together and what runs before; reserved cores cannot be
 * compared with a server's MHz and are left out.
 */
export function serverSizeFindings(pool: ServerPool, together: readonly Demand[], before: readonly Demand[] = []): Finding[] {
  const mhz = Math.max(sum(together, mhzOf), sum(before, mhzOf));
  const mib = Math.max(sum(together, mibOf), sum(before, mibOf));
  const findings: Finding[] = [];
  const small = (at: string, needed: string, limit: string): void => {
    findings.push({
      code: 'POOL-TOO-SMALL',
      at,
      message: 'one instance, with all that runs beside it, is larger than any server of its pool',
      value: needed,
      limit: `${limit} per server in ${pool.name}`,
      fix: `lower ${at}, or choose another pool`,
    });
  };
  if (pool.cpuPerServer.unit === 'mhz' && mhz > pool.cpuPerServer.amount) small('cpu', `${String(mhz)} MHz`, pool.cpuPerServer.toString());
  if (mib > pool.memoryPerServer.mebibytes) small('memory', `${String(mib)} MiB`, pool.memoryPerServer.toString());
  return findings;
}

/** Finding for a pool the platform does not have. */
export function unknownPoolFinding({ name }: ServerPool, pools: readonly ServerPool[]): Finding | undefined {
  if (pools.some((pool) => pool.name === name)) return undefined;
  return {
    code: 'POOL-UNKNOWN',
    at: 'pool',
    message: 'the platform has no such server pool',
    value: name,
    limit: pools
      .map((pool) => pool.name)
      .sort()
      .join(', '),
    fix: 'name a pool of the platform facts',
  };
}

function sum(demands: readonly Demand[], amountOf: (demand: Demand) => number): number {
  return demands.reduce((total, demand) => total + amountOf(demand), 0);
}

function mhzOf({ cpu }: Demand): number {
  return cpu?.unit === 'mhz' ? cpu.amount : 0;
}

function mibOf({ memory }: Demand): number {
  return memory?.mebibytes ?? 0;
}
