import { differences } from './differences';
import type { ApiGroup, ApiNetwork, ApiService, ApiTask } from './job-parts';
import type { Edition } from '../platform';
import { sameJson } from '../terraform';

/** A group of a job in both releases, as Nomad keeps it. */
export interface GroupPair {
  readonly before: ApiGroup;
  readonly after: ApiGroup;
  /** `Meta` of the jobs around them: every task has it as its own. */
  readonly jobMeta: { readonly before: Meta; readonly after: Meta };
  /** The Community edition looks at no namespace of Consul. */
  readonly edition: Edition;
}

type Meta = Readonly<Record<string, string>>;

/**
 * Fields by which Nomad ends the allocations of a group and makes new ones, by name from the job on. What is not said here
 * changes in place: services that keep their name and port, policies, constraints, timeouts of a task, its log files. These
 * are the comparisons of `tasksUpdated` in Nomad's scheduler/util.go, and as there the order of ports, templates, mounts,
 * artifacts and identities counts, and that of tasks does not.
 */
export function replacingFields(pair: GroupPair): string[] {
  const { before, after, edition } = pair;
  const at = `TaskGroups[${after.Name ?? ''}]`;
  const fields = new Set<string>();
  const compare = (old: unknown, now: unknown, path: string): void => {
    for (const difference of differences(old, now, path)) fields.add(difference.path);
  };
  compare(before.EphemeralDisk, after.EphemeralDisk, `${at}.EphemeralDisk`);
  compareNetworks(before.Networks, after.Networks, at, compare);
  if (edition === 'enterprise') compare(before.Consul?.Namespace ?? '', after.Consul?.Namespace ?? '', `${at}.Consul.Namespace`);
  compareConsul(before.Consul, after.Consul, `${at}.Consul`, compare);
  compareConnect(before.Services ?? [], after.Services ?? [], at, compare);
  compare(unordered(before.Volumes ?? {}), unordered(after.Volumes ?? {}), `${at}.Volumes`);
  compare(rendersTemplates(before), rendersTemplates(after), `${at}.RestartPolicy.RenderTemplates`);
  const [old, now] = [before.Tasks ?? [], after.Tasks ?? []];
  for (const task of now) {
    const was = old.find(({ Name }) => Name === task.Name);
    const path = `${at}.Tasks[${task.Name ?? ''}]`;
    if (was === undefined) fields.add(path);
    else compareTasks(was, task, path, compare);
    if (edition === 'enterprise') compare(was?.Consul?.Namespace ?? '', task.Consul?.Namespace ?? '', `${path}.Consul.Namespace`);
    compareMeta({ before: was, after: task }, pair, { at, path }, compare);
  }
  for (const { Name = '' } of old) if (!now.some((task) => task.Name === Name)) fields.add(`${at}.Tasks[${Name}]`);
  return [...fields];
}

type Compare = (before: unknown, after: unknown, path: string) => void;

/** What of a task makes a new one; what lists hold is compared in their order. */
const TASK_MEMBERS = [
  ...['Driver', 'User', 'Config', 'Env', 'Artifacts', 'Vault', 'Secrets', 'Templates', 'CSIPluginConfig', 'VolumeMounts'],
  'Identity',
] as const;

const RESOURCE_MEMBERS = ['CPU', 'Cores', 'MemoryMB', 'MemoryMaxMB', 'NUMA', 'SecretsMB'] as const;

function compareTasks(before: ApiTask, after: ApiTask, path: string, compare: Compare): void {
  for (const member of TASK_MEMBERS) compare(before[member], after[member], `${path}.${member}`);
  compare(before.Identities ?? [], after.Identities ?? [], `${path}.Identities`);
  compareConsul(before.Consul, after.Consul, `${path}.Consul`, compare);
  const [old, now] = [before.Resources ?? {}, after.Resources ?? {}];
  for (const member of RESOURCE_MEMBERS) compare(old[member], now[member], `${path}.Resources.${member}`);
  compare(unordered(old.Devices), unordered(now.Devices), `${path}.Resources.Devices`);
  compareNetworks(old.Networks, now.Networks, `${path}.Resources`, compare);
  compare(before.LogConfig?.Disabled === true, after.LogConfig?.Disabled === true, `${path}.LogConfig.Disabled`);
  compare(rendersTemplates(before), rendersTemplates(after), `${path}.RestartPolicy.RenderTemplates`);
}

/** What a task says goes before what its group says, and that before what the job says. */
function compareMeta(
  task: { readonly before: ApiTask | undefined; readonly after: ApiTask },
  { before, after, jobMeta }: GroupPair,
  { at, path }: { readonly at: string; readonly path: string },
  compare: Compare,
): void {
  if (task.before === undefined) return;
  const old: Meta = { ...jobMeta.before, ...before.Meta, ...task.before.Meta };
  const now: Meta = { ...jobMeta.after, ...after.Meta, ...task.after.Meta };
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (old[key] === now[key]) continue;
    const where = [
      [task.before.Meta?.[key] !== task.after.Meta?.[key], `${path}.Meta.${key}`],
      [before.Meta?.[key] !== after.Meta?.[key], `${at}.Meta.${key}`],
      [true, `Meta.${key}`],
    ] as const;
    compare(old[key], now[key], where.find(([differs]) => differs)?.[1] ?? '');
  }
}

/** Which Consul a workload belongs to; a block that comes or goes says nothing yet. */
function compareConsul(before: ApiGroup['Consul'], after: ApiGroup['Consul'], path: string, compare: Compare): void {
  if (before === undefined || after === undefined) return;
  compare(before.Cluster ?? 'default', after.Cluster ?? 'default', `${path}.Cluster`);
  compare(before.Partition ?? '', after.Partition ?? '', `${path}.Partition`);
}

function rendersTemplates({ RestartPolicy }: ApiGroup | ApiTask): boolean {
  return RestartPolicy?.RenderTemplates === true;
}

/** Networks by their place in the list, ports in their order. */
function compareNetworks(
  before: readonly ApiNetwork[] | undefined,
  after: readonly ApiNetwork[] | undefined,
  at: string,
  compare: Compare,
): void {
  const [old, now] = [before ?? [], after ?? []];
  const only = old.length <= 1 && now.length <= 1;
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    const path = `${at}.Networks${only ? '' : `[${String(index)}]`}`;
    const [was, is] = [old[index], now[index]];
    if (was === undefined || is === undefined) compare(was, is, path);
    else compareNetwork(was, is, path, compare);
  }
}

function compareNetwork(before: ApiNetwork, after: ApiNetwork, path: string, compare: Compare): void {
  compare(before.Mode ?? '', after.Mode ?? '', `${path}.Mode`);
  compare(before.MBits ?? 0, after.MBits ?? 0, `${path}.MBits`);
  compare(before.Hostname ?? '', after.Hostname ?? '', `${path}.Hostname`);
  compare(withoutEmptyLists(before.DNS), withoutEmptyLists(after.DNS), `${path}.DNS`);
  compare(before.CNI, after.CNI, `${path}.CNI`);
  compare(portsOf(before.ReservedPorts, true), portsOf(after.ReservedPorts, true), `${path}.ReservedPorts`);
  compare(portsOf(before.DynamicPorts, false), portsOf(after.DynamicPorts, false), `${path}.DynamicPorts`);
}

/** Nomad compares these lists element by element: none and empty are one. */
function withoutEmptyLists<T extends object>(object: T | undefined): Partial<T> | undefined {
  if (object === undefined) return undefined;
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !Array.isArray(value) || value.length > 0)) as Partial<T>;
}

function portsOf(ports: ApiNetwork['DynamicPorts'], fixed: boolean): unknown {
  return (ports ?? []).map(({ Label = '', Value = 0, To = 0, HostNetwork = '' }) => ({
    Label,
    To,
    HostNetwork: HostNetwork === '' ? 'default' : HostNetwork,
    ...(fixed ? { Value } : {}),
  }));
}

/** Services in the mesh by name: Consul takes the rest of them while they run. */
function compareConnect(before: readonly ApiService[], after: readonly ApiService[], at: string, compare: Compare): void {
  for (const service of after) {
    const { Name = '', Connect: now } = service;
    const was = before.find((other) => other.Name === Name);
    if (now === undefined || was === undefined) continue;
    const path = `${at}.Services[${Name}]`;
    const old = was.Connect;
    if (old === undefined) {
      compare(undefined, now, `${path}.Connect`);
      continue;
    }
    compare(old.Native === true, now.Native === true, `${path}.Connect.Native`);
    compareGateways(old.Gateway, now.Gateway, `${path}.Connect.Gateway`, compare);
    compare(withoutNuma(old.SidecarTask), withoutNuma(now.SidecarTask), `${path}.Connect.SidecarTask`);
    const [sidecar, proxy] = [old.SidecarService, now.SidecarService];
    if (sidecar === undefined || proxy === undefined) compare(sidecar, proxy, `${path}.Connect.SidecarService`);
    else compare(sidecar.Port ?? '', proxy.Port ?? '', `${path}.Connect.SidecarService.Port`);
    compare(was.PortLabel ?? '', service.PortLabel ?? '', `${path}.PortLabel`);
    compare(was.Cluster ?? 'default', service.Cluster ?? 'default', `${path}.Cluster`);
  }
}

/** Nomad does not look at it in a sidecar. */
function withoutNuma(task: NonNullable<ApiService['Connect']>['SidecarTask']): unknown {
  return task?.Resources?.NUMA === undefined ? task : { ...task, Resources: { ...task.Resources, NUMA: undefined } };
}

type Gateway = NonNullable<NonNullable<ApiService['Connect']>['Gateway']>;

/** Hosts, listeners and linked services of a gateway have no order. */
function compareGateways(before: Gateway | undefined, after: Gateway | undefined, path: string, compare: Compare): void {
  const [old, now] = [unordered(before), unordered(after)];
  if (!sameJson(old, now)) compare(old, now, path);
}

function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(unordered);
    return members.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, unordered(member)]),
  );
}
