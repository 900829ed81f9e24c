import type { ApiJob, ApiJson, Constraint, ConsulUpstream, Port, Service, Task, TaskGroup } from '../nomad';
import { groupAt, taskAt } from './digest-address';
import { footprintOf, type Footprint } from './footprint';
import { taskTemplates } from './template-readings';
import { ANY_READS, templateReads, type TemplateRead } from './template-reads';

/** An upstream a sidecar opens. */
export interface UpstreamDigest {
  readonly destination: string;
  /** Number in the job's list, of which a digest leaves some out. */
  readonly index: number;
  /** `limits.max_connections` of its Config. */
  readonly maxConnections?: number | undefined;
}

/** A service a job registers in Consul. */
export interface ServiceDigest {
  readonly name: string;
  /** Number of its group. */
  readonly group: number;
  /** Number of its task; absent for a service of the group. */
  readonly task?: number;
  /** Number among the services of that task or group. */
  readonly index: number;
  /** Has a sidecar, or is native. */
  readonly connect: boolean;
  readonly upstreams: readonly UpstreamDigest[];
  /** `api-gateway`, `terminating-gateway`, …; absent for an ordinary service. */
  readonly kind?: string;
  /** Names a port, so that somebody can call it. */
  readonly callable?: boolean;
  /** `local_request_timeout_ms` of its sidecar, which comes before that of service-defaults. */
  readonly requestTimeoutMs?: number;
  /** `max_inbound_connections` of its sidecar, which comes before that of service-defaults. */
  readonly maxInbound?: number;
  /** Files that templates beside a gateway write, as its Envoy sees them. */
  readonly files?: readonly string[];
  /** Whom it calls is not written in the job: native, or a transparent proxy. */
  readonly callsAnybody?: boolean;
}

/** A port that is the same on every server. */
export interface StaticPortDigest {
  readonly port: number;
  /** Empty for the default one. */
  readonly hostNetwork: string;
  readonly at: string;
}

/** A group of a job. */
export interface GroupDigest {
  readonly name: string;
  /** Number in the job. */
  readonly index: number;
  readonly count: number;
  /** Most instances that its scaling allows. */
  readonly peak: number;
  /** Instances that a roll-out adds. */
  readonly canary: number;
  readonly footprint: Footprint;
  readonly distinctHosts: boolean;
  readonly staticPorts: readonly StaticPortDigest[];
  /** Node attributes it asks for by `=`, where it has static ports: two groups that ask for different values share no server. */
  readonly onlyOn?: readonly (readonly [attribute: string, value: string])[];
}

/** A read of a template, and where it stands. */
export interface ReadDigest extends TemplateRead {
  /** Below the task: `Templates[0].EmbeddedTmpl`. */
  readonly below: string;
}

/** A task that asks Vault or Consul for something. */
export interface TaskDigest {
  /** Number of its group. */
  readonly group: number;
  /** Number in the group, of whose tasks a digest leaves some out. */
  readonly index: number;
  /** Role of its Vault block, empty for the auth method's default; undefined without the block. */
  readonly vaultRole: string | undefined;
  /** The program itself can use the Vault token, so that its templates are not all it reads. */
  readonly holdsVaultToken: boolean;
  readonly reads: readonly ReadDigest[];
}

/** What rules about the whole estate need of a job: a whole job of each would double the memory of a synth. */
export interface JobDigest {
  /** Construct path, or the place it was read from. */
  readonly path: string;
  readonly id: string;
  readonly namespace: string;
  readonly type: string;
  readonly nodePool: string;
  readonly services: readonly ServiceDigest[];
  readonly priority?: number;
  readonly groups?: readonly GroupDigest[];
  /** Tasks with a Vault block, or templates that read. */
  readonly tasks?: readonly TaskDigest[];
}

type ApiGroup = ApiJson<TaskGroup>;
type ApiTask = ApiJson<Task>;
type ApiService = ApiJson<Service>;

// Shared, because most jobs have none of them.
const NO_UPSTREAMS: readonly UpstreamDigest[] = [];
const NO_PORTS: readonly StaticPortDigest[] = [];
const NO_READS: readonly ReadDigest[] = [];
const NO_TASKS: readonly TaskDigest[] = [];

/** @param job as Nomad reads it */
export function jobDigest(path: string, job: ApiJob): JobDigest {
  const services: ServiceDigest[] = [];
  const groups: GroupDigest[] = [];
  let tasks: TaskDigest[] | undefined;
  job.TaskGroups?.forEach((group, index) => {
    groups.push(groupDigest(group, index, job));
    group.Services?.forEach((service, number) => {
      services.push(serviceDigest(service, { group: index, index: number }, group));
    });
    group.Tasks?.forEach((task, position) => {
      task.Services?.forEach((service, number) => {
        services.push(serviceDigest(service, { group: index, task: position, index: number }, group));
      });
      const digest = taskDigest(task, index, position);
      if (digest !== undefined) (tasks ??= []).push(digest);
    });
  });
  const { ID: id = '', Namespace: namespace = 'default', Type: type = 'service', NodePool: nodePool = 'default', Priority = 50 } = job;
  return { path, id, namespace, type, nodePool, services, priority: Priority, groups, tasks: tasks ?? NO_TASKS };
}

function serviceDigest(service: ApiService, place: Pick<ServiceDigest, 'group' | 'task' | 'index'>, around: ApiGroup): ServiceDigest {
  const { Connect: connect, Kind: kind } = service;
  const proxy = connect?.SidecarService?.Proxy;
  const upstreams = proxy?.Upstreams ?? [];
  return {
    name: service.Name ?? '',
    ...place,
    connect: connect !== undefined,
    callable: (service.PortLabel ?? '') !== '' || (proxy?.LocalServicePort ?? 0) > 0,
    upstreams: upstreams.length === 0 ? NO_UPSTREAMS : upstreamDigests(upstreams),
    ...(kind === undefined ? {} : { kind }),
    ...(kind === 'api-gateway' ? { files: filesOf(around) } : {}),
    ...numberOf('requestTimeoutMs', proxy?.Config?.['local_request_timeout_ms']),
    ...numberOf('maxInbound', proxy?.Config?.['max_inbound_connections']),
    ...(connect?.Native === true || proxy?.TransparentProxy !== undefined ? { callsAnybody: true } : {}),
  };
}

/** Where a task's own folders stand inside its container. */
const FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\$\{NOMAD_SECRETS_DIR\}|\/?secrets)\//, '/secrets/'],
  [/^(?:\$\{NOMAD_TASK_DIR\}|\/?local)\//, '/local/'],
];

function filesOf({ Tasks = [] }: ApiGroup): string[] {
  return Tasks.flatMap(({ Templates = [] }) =>
    Templates.map(({ DestPath = '' }) => FOLDERS.reduce((path, [folder, inside]) => path.replace(folder, inside), DestPath)),
  );
}

/** A member for a setting that Consul reads as a number. */
function numberOf<Member extends string>(member: Member, value: unknown): { readonly [Key in Member]?: number } {
  return typeof value === 'number' ? ({ [member]: value } as { [Key in Member]: number }) : {};
}

/** Those of this Consul and its one namespace: what another one registers, or a prepared query finds, is not in the estate. */
function upstreamDigests(upstreams: readonly ApiJson<ConsulUpstream>[]): readonly UpstreamDigest[] {
  const digests: UpstreamDigest[] = [];
  upstreams.forEach((upstream, index) => {
    const { DestinationName = '', DestinationType = '', Config } = upstream;
    if ((DestinationType !== '' && DestinationType !== 'service') || elsewhere(upstream)) return;
    const { max_connections: most } = (Config?.['limits'] ?? {}) as { readonly max_connections?: unknown };
    digests.push({
      destination: DestinationName,
      index,
      ...(typeof most === 'number' ? { maxConnections: most } : {}),
    });
  });
  return digests;
}

function elsewhere({ DestinationPeer, DestinationNamespace, DestinationPartition, Datacenter }: ApiJson<ConsulUpstream>): boolean {
  return [DestinationPeer, DestinationNamespace, DestinationPartition, Datacenter].some((place) => place !== undefined && place !== '');
}

function groupDigest(group: ApiGroup, index: number, job: ApiJob): GroupDigest {
  const count = group.Count ?? group.Scaling?.Min ?? 1;
  const constraints = [...(job.Constraints ?? []), ...(group.Constraints ?? [])];
  const staticPorts = staticPortsOf(group, index);
  return {
    name: group.Name ?? '',
    index,
    count,
    peak: group.Scaling?.Enabled === false ? count : Math.max(count, group.Scaling?.Max ?? 0),
    canary: (group.Update ?? job.Update)?.Canary ?? 0,
    footprint: footprintOf(group),
    distinctHosts: constraints.some(({ Operand, RTarget }) => Operand === 'distinct_hosts' && RTarget !== 'false'),
    staticPorts,
    ...(staticPorts.length === 0
      ? {}
      : { onlyOn: pinsOf([...constraints, ...(group.Tasks ?? []).flatMap(({ Constraints = [] }) => Constraints)]) }),
  };
}

function pinsOf(constraints: readonly ApiJson<Constraint>[]): [string, string][] {
  const pins = new Map<string, string>();
  for (const { Operand = '=', LTarget = '', RTarget = '' } of constraints)
    if (Operand === '=' || Operand === '==' || Operand === 'is') pins.set(LTarget, RTarget);
  return [...pins];
}

function staticPortsOf(group: ApiGroup, index: number): readonly StaticPortDigest[] {
  let found: StaticPortDigest[] | undefined;
  const add = (place: () => string, ports: readonly ApiJson<Port>[] = []): void => {
    ports.forEach(({ Value = 0, HostNetwork = '', IgnoreCollision }, port) => {
      if (Value <= 0 || IgnoreCollision === true) return;
      (found ??= []).push({
        port: Value,
        hostNetwork: HostNetwork === 'default' ? '' : HostNetwork,
        at: `${place()}.ReservedPorts[${String(port)}]`,
      });
    });
  };
  group.Networks?.forEach((network, number) => {
    add(() => `${groupAt({ index })}.Networks[${String(number)}]`, network.ReservedPorts);
  });
  group.Tasks?.forEach((task, position) => {
    task.Resources?.Networks?.forEach((network, number) => {
      add(() => `${taskAt({ group: index, index: position })}.Resources.Networks[${String(number)}]`, network.ReservedPorts);
    });
  });
  return found ?? NO_PORTS;
}

function taskDigest(task: ApiTask, group: number, index: number): TaskDigest | undefined {
  const { Vault: vault } = task;
  let reads: ReadDigest[] | undefined;
  for (const { calls, fault, at: below } of taskTemplates(task))
    for (const read of fault === undefined ? templateReads(calls) : ANY_READS) (reads ??= []).push({ ...read, below });
  task.Templates?.forEach(({ SourcePath = '' }, number) => {
    if (SourcePath !== '') for (const read of ANY_READS) (reads ??= []).push({ ...read, below: `Templates[${String(number)}].SourcePath` });
  });
  task.Secrets?.forEach(({ Provider, Path }, number) => {
    if (Provider === 'vault') (reads ??= []).push({ kind: 'secret', path: Path, below: `Secrets[${String(number)}]` });
  });
  if (vault === undefined && reads === undefined) return undefined;
  return {
    group,
    index,
    vaultRole: vault === undefined ? undefined : (vault.Role ?? ''),
    holdsVaultToken: vault !== undefined && (vault.Env !== false || vault.DisableFile !== true),
    reads: reads ?? NO_READS,
  };
}
