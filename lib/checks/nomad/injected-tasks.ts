import { ofLast } from '../../model';
import type { ApiJson, ConsulConnect, SidecarTask, Task, TaskGroup } from '../../nomad';

/** A task that Nomad makes for a service when it takes a job, or one it made earlier and changes now. */
export interface InjectedTask {
  /** Which service of the group it is for. */
  readonly service: number;
  /** Which task of the group it was made earlier; undefined for one that does not stand in the job. */
  readonly known: number | undefined;
  readonly task: ApiJson<Task>;
}

const NONE: readonly InjectedTask[] = [];
const SIDECAR = 'connect-proxy';
const GATEWAYS = ['connect-ingress', 'connect-terminating', 'connect-mesh'];

/** Sidecars and gateways of a group, as `Connect.SidecarTask` wants them. Made once for rules that ask one after the other. */
export const injectedTasks = ofLast(makeTasks);

function makeTasks(group: ApiJson<TaskGroup>): readonly InjectedTask[] {
  // Without a network Nomad makes none, and refuses the job.
  if ((group.Networks ?? []).length === 0) return NONE;
  let made: InjectedTask[] | undefined;
  const stated: readonly ApiJson<Task>[] = group.Tasks ?? [];
  group.Services?.forEach(({ Connect: connect, Name: name = '' }, service) => {
    const prefix = connect === undefined ? undefined : proxyPrefix(connect);
    if (connect === undefined || prefix === undefined) return;
    const kinds = (prefix === SIDECAR ? [SIDECAR] : GATEWAYS).map((kind) => `${kind}:${name}`);
    const known = stated.findIndex(({ Kind: kind = '' }) => kinds.includes(kind));
    made ??= [];
    const earlier = made.find(({ task: { Kind: kind = '' } }) => kinds.includes(kind));
    // A gateway that is there stays as it is.
    if (prefix !== SIDECAR && (known >= 0 || earlier !== undefined)) return;
    const taken = stated.some((task) => task.Name === `${prefix}-${name}`) || made.some(({ task }) => task.Name === `${prefix}-${name}`);
    const task = withOwnIdentity(merged(earlier?.task ?? stated[known] ?? newTask(prefix, name, taken), connect.SidecarTask));
    if (earlier !== undefined) made.splice(made.indexOf(earlier), 1);
    made.push({ service, known: known < 0 ? undefined : known, task });
  });
  return made ?? NONE;
}

/** Names of all tasks of a group, those that Nomad makes among them. */
export function taskNames(group: ApiJson<TaskGroup>): readonly string[] {
  const injected = injectedTasks(group);
  const stated: readonly ApiJson<Task>[] = (group.Tasks ?? []).filter((_, index) => !injected.some(({ known }) => known === index));
  return [...stated, ...injected.map(({ task }) => task)].map(({ Name = '' }) => Name);
}

/** The kind of task a service gets; undefined where it gets none. */
export function proxyPrefix({ SidecarService: sidecar, Native: native, Gateway: gateway }: ApiJson<ConsulConnect>): string | undefined {
  if (sidecar !== undefined) return SIDECAR;
  if (native === true || gateway === undefined) return undefined;
  if (gateway.Mesh !== undefined) return 'connect-mesh';
  return gateway.Ingress === undefined ? 'connect-terminating' : 'connect-ingress';
}

function newTask(prefix: string, service: string, taken: boolean): ApiJson<Task> {
  return {
    // Nomad adds random characters to the name of a sidecar that is taken, and not to that of a gateway.
    Name: `${prefix}-${service}${taken && prefix === SIDECAR ? '-…' : ''}`,
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
    // A mount that names no volume is left out.
    VolumeMounts: over.VolumeMounts?.filter(({ Volume }) => Volume !== undefined) ?? task.VolumeMounts,
    Identities: over.Identities ?? task.Identities,
  };
}

/** Setting by setting, and nothing is set to zero: a sidecar that asks for cores still asks for its share in MHz. */
function mergedResources(
  base: NonNullable<ApiJson<Task>['Resources']>,
  over: NonNullable<ApiJson<Task>['Resources']>,
): ApiJson<Task>['Resources'] {
  const resources: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const isSet = value !== 0 && !(Array.isArray(value) && value.length === 0);
    if (isSet && key !== 'NUMA') resources[key] = value;
  }
  return resources;
}

/** The last identity without a name is the task's own, as in every task. */
function withOwnIdentity(task: ApiJson<Task>): ApiJson<Task> {
  if ((task.Identities ?? []).length === 0) return task;
  const named = (task.Identities ?? []).map((one) => ((one.Name ?? '') === '' ? { ...one, Name: 'default' } : one));
  const own = named.findLastIndex(({ Name }) => Name === 'default');
  if (own < 0) return { ...task, Identities: named };
  return { ...task, Identity: { ...named[own], Audience: ['nomadproject.io'] }, Identities: named.toSpliced(own, 1) };
}
