import type { ApiJson, Resources, SidecarTask, TaskGroup } from '../nomad';

/** What one instance of a group takes from its server, sidecars included, as the scheduler counts it. */
export interface Footprint {
  /** MHz of tasks without reserved cores. */
  readonly cpu: number;
  /** Reserved cores, whose MHz depend on the server. */
  readonly cores: number;
  /** MiB. */
  readonly memory: number;
}

/** Nomad's own size of the proxy it adds for a service with a sidecar or a gateway. */
const PROXY_SIZE = { cpu: 250, memory: 128 } as const;
/** What a task gets that does not say. */
const TASK_SIZE = { cpu: 100, memory: 300 } as const;

/**
 * What runs before the main tasks is over when they start: the scheduler takes the larger of both. Reserved cores are never
 * shared, and a proxy that Nomad adds counts like a sidecar of ours.
 */
export function footprintOf(group: ApiJson<TaskGroup>): Footprint {
  const main = { cpu: 0, memory: 0 };
  const before = { cpu: 0, memory: 0 };
  const after = { cpu: 0, memory: 0 };
  let cores = 0;
  const count = (
    resources: ApiJson<Resources> | undefined,
    size: typeof PROXY_SIZE | typeof TASK_SIZE,
    phases: readonly (typeof main)[],
  ) => {
    const reserved = resources?.Cores ?? 0;
    cores += reserved;
    const cpu = reserved > 0 ? 0 : (resources?.CPU ?? size.cpu);
    const memory = (resources?.MemoryMB ?? size.memory) + (resources?.SecretsMB ?? 0);
    for (const phase of phases) {
      phase.cpu += cpu;
      phase.memory += memory;
    }
  };
  let added = false;
  for (const { Lifecycle, Resources, Kind } of group.Tasks ?? []) {
    added ||= Kind?.startsWith('connect-') === true;
    const { Hook = '', Sidecar = false } = Lifecycle ?? {};
    const phases = Hook === 'prestart' ? (Sidecar ? [main, before] : [before]) : Hook === 'poststop' ? [after] : [main];
    count(Resources, TASK_SIZE, phases);
  }
  // A job read back from a server has its proxies among its tasks.
  for (const { Connect } of added ? [] : (group.Services ?? [])) {
    const sidecar: ApiJson<SidecarTask> | undefined = Connect?.SidecarTask;
    if (Connect?.SidecarService !== undefined) count(sidecar?.Resources, PROXY_SIZE, [main, before]);
    else if (Connect?.Gateway !== undefined) count(sidecar?.Resources, PROXY_SIZE, [main]);
  }
  return {
    cpu: Math.max(main.cpu, before.cpu, after.cpu),
    cores,
    memory: Math.max(main.memory, before.memory, after.memory),
  };
}
