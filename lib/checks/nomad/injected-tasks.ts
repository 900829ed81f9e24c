import type { ApiJson, ConsulConnect, SidecarTask, Task, TaskGroup, WorkloadIdentity } from '../../nomad';

/** A task that Nomad makes for a service when it takes a job. */
export interface InjectedTask {
  /** Which service of the group it is for. */
  readonly service: number;
  readonly task: ApiJson<Task>;
}

const NONE: readonly InjectedTask[] = [];
const GATEWAYS = ['connect-ingress', 'connect-terminating', 'connect-mesh'];

/** Sidecars and gateways of a group, with what `Connect.SidecarTask` says of them; those that stand in the job already are not made again. */
export function injectedTasks(group: ApiJson<TaskGroup>): readonly InjectedTask[] {
  // Without a network Nomad makes none, and refuses the job.
  if ((group.Networks ?? []).length === 0) return NONE;
  let made: InjectedTask[] | undefined;
  for (const [service, { Connect: connect, Name: name = '' }] of (group.Services ?? []).entries()) {
    const prefix = connect === undefined ? undefined : proxyPrefix(connect);
    if (connect === undefined || prefix === undefined) continue;
    const tasks: readonly ApiJson<Task>[] = group.Tasks ?? [];
    const kinds = (GATEWAYS.includes(prefix) ? GATEWAYS : [prefix]).map((kind) => `${kind}:${name}`);
    if (tasks.some(({ Kind: kind = '' }) => kinds.includes(kind))) continue;
    made ??= [];
    const earlier = made.findIndex(({ task: { Kind: kind = '' } }) => kinds.includes(kind));
    const known = made[earlier];
    if (known === undefined) {
      const taken = [...tasks, ...made.map(({ task }) => task)].some((task) => task.Name === `${prefix}-${name}`);
      made.push({ service, task: merged(newTask(prefix, name, taken), connect.SidecarTask) });
    } else if (prefix === 'connect-proxy') {
      made[earlier] = { service, task: merged(known.task, connect.SidecarTask) };
    }
  }
  return made ?? NONE;
}

/** The kind of task a service gets; undefined where it gets none. */
export function proxyPrefix({ SidecarService: sidecar, Native: native, Gateway: gateway }: ApiJson<ConsulConnect>): string | undefined {
  if (sidecar !== undefined) return 'connect-proxy';
  if (native === true || gateway === undefined) return undefined;
  if (gateway.Mesh !== undefined) return 'connect-mesh';
  return gateway.Ingress === undefined ? 'connect-terminating' : 'connect-ingress';
}

function newTask(prefix: string, service: string, taken: boolean): ApiJson<Task> {
  return {
    // Nomad adds random characters to the name of a sidecar that is taken, and not to that of a gateway.
    Name: `${prefix}-${service}${taken && prefix === 'connect-proxy' ? '-…' : ''}`,
    Kind: `${prefix}:${service}`,
    Driver: 'docker',
    KillTimeout: 5_000_000_000,
    ShutdownDelay: 5_000_000_000,
    LogConfig: { MaxFiles: 2, MaxFileSizeMB: 2 },
    Resources: { CPU: 250, MemoryMB: 128 },
  };
}

function merged(task: ApiJson<Task>, over: ApiJson<SidecarTask> | undefined): ApiJson<Task> {
  if (over === undefined) return task;
  const { MaxFiles: files = 0, MaxFileSizeMB: size = 0 } = over.LogConfig ?? {};
  return {
    ...task,
    ...(over.Name === undefined || over.Name === '' ? {} : { Name: over.Name }),
    KillTimeout: (over.KillTimeout ?? 0) === 0 ? 5_000_000_000 : over.KillTimeout,
    ShutdownDelay: over.ShutdownDelay ?? task.ShutdownDelay,
    LogConfig: { ...task.LogConfig, ...(files > 0 ? { MaxFiles: files } : {}), ...(size > 0 ? { MaxFileSizeMB: size } : {}) },
    Resources: mergedResources(task.Resources ?? {}, over.Resources ?? {}),
    VolumeMounts: over.VolumeMounts ?? task.VolumeMounts,
    ...identities(over.Identities ?? []),
  };
}

/** Setting by setting, and nothing is set to zero: a sidecar that asks for cores still asks for its share in MHz. */
function mergedResources(
  base: NonNullable<ApiJson<Task>['Resources']>,
  over: NonNullable<ApiJson<Task>['Resources']>,
): ApiJson<Task>['Resources'] {
  const set = Object.entries(over).filter(([, value]) => value !== 0 && !(Array.isArray(value) && value.length === 0));
  return { ...base, ...Object.fromEntries(set.filter(([key]) => key !== 'NUMA')) };
}

/** The last one without a name is the task's own, as in every task. */
function identities(list: readonly ApiJson<WorkloadIdentity>[]): Pick<ApiJson<Task>, 'Identity' | 'Identities'> {
  const named = list.map((identity) => ((identity.Name ?? '') === '' ? { ...identity, Name: 'default' } : identity));
  const own = named.findLastIndex(({ Name }) => Name === 'default');
  if (own < 0) return { Identities: named };
  return { Identity: { ...named[own], Audience: ['nomadproject.io'] }, Identities: named.toSpliced(own, 1) };
}
