import type { Sidecar } from '../envoy';
import type {
  Constraint,
  ConsulUpstream,
  NetworkResource,
  Service,
  ServiceCheck,
  SidecarTask,
  Spread,
  Task,
  TaskGroup,
  VolumeAccessMode,
  VolumeRequest,
} from '../nomad';
import type { ServerPool } from '../pool';
import { Duration, type Port } from '../values';
import type { GroupDraft, UpstreamDraft } from './group-draft';
import { CHECK_RESTART_LIMIT, type HealthCheck } from './health-check';
import type { Placement } from './placement';
import { hardenedDockerConfig, IDENTITY_TTL, renderTask, type ContainerLimits, type TaskContext } from './render-task';
import type { TaskDraft } from './task-draft';
import type { VolumeModel } from './volume';

/** Port labels kumiki gives out in a group. */
export const PORT_LABELS = { health: 'health', metrics: 'metrics' } as const;

/** Logs of the sidecar. */
const SIDECAR_LOGS = { MaxFiles: 2, MaxFileSizeMB: 10 } as const;

/** What they may fill, mebibytes. */
export const SIDECAR_LOGS_MIB = SIDECAR_LOGS.MaxFiles * SIDECAR_LOGS.MaxFileSizeMB;

/** Task that waits until the sidecar listens. */
export const WAIT_TASK = 'wait-for-mesh';

/** What the network, mesh and placement of a group are made from. */
export interface GroupContext extends ContainerLimits {
  /** Consul service name of the job. */
  readonly service: string;
  readonly pool: ServerPool | undefined;
  readonly placement: Placement | undefined;
  readonly sidecar: Sidecar;
  readonly shutdownDelay: Duration;
  /** Main port; undefined where nobody calls. */
  readonly port: Port | undefined;
  readonly ports: Readonly<Record<string, Port>>;
  readonly health: HealthCheck | undefined;
  /** Task in which a script check runs. */
  readonly mainTask: string;
  /** Whether a prestart task waits until the sidecar listens: a batch has no second chance. */
  readonly waitForMesh: boolean;
  /** Image with a shell and nc. */
  readonly toolsImage: string;
}

/** Whether the group has an identity in the mesh: it is called, or it calls. */
export function needsSidecar(group: GroupDraft, port: Port | undefined): boolean {
  return port !== undefined || group.upstreams.size > 0;
}

/** Whether the job registers a service: it has an identity in the mesh, or a check to be seen by. */
export function needsService(group: GroupDraft, port: Port | undefined, health: HealthCheck | undefined): boolean {
  return needsSidecar(group, port) || health?.probe.type === 'script';
}

/** The one network of a group. Connect wants exactly one, in bridge mode. */
export function renderNetwork(group: GroupDraft, context: GroupContext): NetworkResource {
  const mesh = needsSidecar(group, context.port);
  const exposed = context.health !== undefined && (context.health.probe.type === 'http' || context.health.probe.type === 'grpc');
  return {
    Mode: 'bridge',
    DynamicPorts: [
      // -1: the same number inside as outside, so that the check finds the sidecar's listener.
      ...(exposed ? [{ Label: PORT_LABELS.health, To: -1 }] : []),
      ...(mesh ? [{ Label: PORT_LABELS.metrics, To: metricsPort(context.sidecar) }] : []),
    ],
  };
}

/** Port of the sidecar's metrics inside the allocation. */
export function metricsPort(sidecar: Sidecar): number {
  return sidecar.options.metricsPort ?? 9102;
}

/** The group's service: its check, and its identity in the mesh with the sidecar where it has one. */
export function renderService(group: GroupDraft, context: GroupContext): Service {
  const { port, health } = context;
  const checks = health === undefined ? [] : renderChecks(health, context);
  return {
    Name: context.service,
    Provider: 'consul',
    ...(port === undefined ? {} : { PortLabel: String(port.number) }),
    OnUpdate: 'require_healthy',
    Identity: { Audience: ['consul.io'], TTL: IDENTITY_TTL },
    Checks: checks,
    ...(needsSidecar(group, port) ? { Connect: renderConnect(group, context) } : {}),
  };
}

function renderConnect(group: GroupDraft, context: GroupContext): NonNullable<Service['Connect']> {
  const { port, health } = context;
  const expose = health === undefined ? undefined : exposedPath(health, context);
  return {
    SidecarService: {
      Proxy: {
        ...(port === undefined ? {} : { LocalServiceAddress: '127.0.0.1', LocalServicePort: port.number }),
        ...(expose === undefined ? {} : { Expose: { Paths: [expose] } }),
        Upstreams: [...group.upstreams.values()].sort((a, b) => (a.destination < b.destination ? -1 : 1)).map(renderUpstream),
        Config: proxyConfig(context.sidecar),
      },
    },
    SidecarTask: renderSidecarTask(context.sidecar, context.shutdownDelay),
  };
}

function renderChecks(health: HealthCheck, context: GroupContext): ServiceCheck[] {
  const common = {
    Name: 'ready',
    Interval: health.interval,
    Timeout: health.timeout,
    OnUpdate: 'require_healthy',
    CheckRestart: { Limit: CHECK_RESTART_LIMIT, Grace: health.startup },
  } as const;
  switch (health.probe.type) {
    case 'http':
      return [{ ...common, Type: 'http', Path: health.probe.path, PortLabel: PORT_LABELS.health }];
    case 'grpc':
      return [
        {
          ...common,
          Type: 'grpc',
          PortLabel: PORT_LABELS.health,
          ...(health.probe.service === '' ? {} : { GRPCService: health.probe.service }),
        },
      ];
    case 'script':
      return [{ ...common, Type: 'script', TaskName: context.mainTask, Command: health.probe.command, Args: health.probe.args }];
    case 'none':
      return [];
  }
}

/** The sidecar's listener that lets the check, and nothing else, around mutual TLS. */
function exposedPath(
  health: HealthCheck,
  { port, ports }: GroupContext,
): { Path: string; Protocol: string; LocalPathPort: number; ListenerPort: string } | undefined {
  const target = health.port === undefined ? port : ports[health.port];
  if (target === undefined) return undefined;
  if (health.probe.type === 'http')
    return {
      Path: health.probe.path,
      Protocol: target.protocol === 'http2' ? 'http2' : 'http',
      LocalPathPort: target.number,
      ListenerPort: PORT_LABELS.health,
    };
  if (health.probe.type === 'grpc')
    return { Path: '/grpc.health.v1.Health/Check', Protocol: 'http2', LocalPathPort: target.number, ListenerPort: PORT_LABELS.health };
  return undefined;
}

function renderUpstream(upstream: UpstreamDraft): ConsulUpstream {
  const limits = upstream.limits === undefined ? undefined : defined(upstream.limits.toConfig());
  const passive = upstream.outlierDetection === undefined ? undefined : defined(upstream.outlierDetection.toConfig());
  return {
    DestinationName: upstream.destination,
    LocalBindAddress: '127.0.0.1',
    LocalBindPort: upstream.localPort,
    Config: {
      connect_timeout_ms: (upstream.connectTimeout ?? Duration.seconds(1)).milliseconds,
      ...(limits === undefined ? {} : { limits }),
      ...(passive === undefined ? {} : { passive_health_check: passive }),
    },
  };
}

/** Consul's opaque proxy settings, which no engine checks: only these names are ever written. */
function proxyConfig(sidecar: Sidecar): Record<string, string | number> {
  const { localConnectTimeout, localIdleTimeout, maxRequestHeadersKib } = sidecar.options;
  return defined({
    envoy_prometheus_bind_addr: `0.0.0.0:${String(metricsPort(sidecar))}`,
    local_connect_timeout_ms: localConnectTimeout?.milliseconds,
    local_idle_timeout_ms: localIdleTimeout?.milliseconds,
    max_request_headers_kb: maxRequestHeadersKib,
  });
}

function renderSidecarTask(sidecar: Sidecar, shutdownDelay: Duration): SidecarTask {
  const { cpu, memory, memoryMax, concurrency } = sidecar.options;
  return {
    // Written out: a block that leaves it out gets 0, and the proxy would end before its callers know.
    ShutdownDelay: sidecar.options.shutdownDelay ?? shutdownDelay.plus(Duration.seconds(5)),
    KillTimeout: Duration.seconds(15),
    Resources: {
      ...(cpu === undefined ? {} : cpu.unit === 'mhz' ? { CPU: cpu.amount } : { Cores: cpu.amount }),
      ...(memory === undefined ? {} : { MemoryMB: memory.mebibytes }),
      ...(memoryMax === undefined ? {} : { MemoryMaxMB: memoryMax.mebibytes }),
    },
    LogConfig: SIDECAR_LOGS,
    ...(concurrency === undefined ? {} : { Config: sidecarConfig(concurrency) }),
  };
}

/** Nomad's own configuration of the sidecar with another number of threads: a given block replaces it whole. */
function sidecarConfig(concurrency: number): NonNullable<SidecarTask['Config']> {
  return {
    image: '${meta.connect.sidecar_image}',
    args: [
      '-c',
      '${NOMAD_SECRETS_DIR}/envoy_bootstrap.json',
      '-l',
      '${meta.connect.log_level}',
      '--concurrency',
      String(concurrency),
      '--disable-hot-restart',
    ],
  };
}

/** Racks, hosts and metadata. */
export function renderPlacement({ pool, placement }: Pick<GroupContext, 'placement' | 'pool'>): Pick<TaskGroup, 'Constraints' | 'Spreads'> {
  const { spreadRacks = (pool?.racks ?? 1) > 1, distinctHosts = false, maxPerRack, nodeMeta = {} } = placement?.options ?? {};
  const constraints: Constraint[] = [
    ...(distinctHosts ? [{ Operand: 'distinct_hosts', RTarget: 'true' } as const] : []),
    ...(maxPerRack === undefined ? [] : [{ LTarget: '${meta.rack}', Operand: 'distinct_property', RTarget: String(maxPerRack) } as const]),
    ...Object.keys(nodeMeta)
      .sort()
      .map((key): Constraint => ({ LTarget: `\${meta.${key}}`, Operand: '=', RTarget: nodeMeta[key] ?? '' })),
  ];
  const spreads: Spread[] = spreadRacks ? [{ Attribute: '${meta.rack}', Weight: 100 }] : [];
  return { Constraints: constraints, Spreads: spreads };
}

/** Volumes of the group. */
export function renderVolumes(group: GroupDraft): Record<string, VolumeRequest> | undefined {
  if (group.volumes.size === 0) return undefined;
  return Object.fromEntries(
    [...group.volumes].map(([name, { volume }]): [string, VolumeRequest] => [
      name,
      {
        Name: name,
        Type: volume.model.type,
        Source: volume.model.source,
        ReadOnly: volume.model.readOnly,
        AccessMode: accessMode(volume.model),
        AttachmentMode: 'file-system',
        ...(volume.model.perAlloc ? { PerAlloc: true } : {}),
      },
    ]),
  );
}

/** A CSI volume that is only read may be at many servers; one that is written, and any host volume, belongs to one. */
function accessMode({ type, readOnly }: VolumeModel): VolumeAccessMode {
  if (!readOnly) return 'single-node-writer';
  return type === 'csi' ? 'multi-node-reader-only' : 'single-node-reader-only';
}

/** Tasks in a fixed order: init tasks, the main one, companions, each by name. */
export function renderTasks(group: GroupDraft, contextOf: (task: TaskDraft) => TaskContext): Task[] {
  const rank = { init: 0, main: 1, companion: 2 } as const;
  return [...group.tasks.values()]
    .sort((a, b) => rank[a.role] - rank[b.role] || (a.name < b.name ? -1 : 1))
    .map((task) => renderTask(task, contextOf(task)));
}

/** Names of init tasks that wait, or are waited for. */
export function orderedInitTasks(group: GroupDraft): ReadonlySet<string> {
  const inits = [...group.tasks.values()].filter(({ role }) => role === 'init');
  return new Set(inits.filter(({ after }) => after.length > 0).flatMap(({ name, after }) => [name, ...after]));
}

/** Prestart task of a batch: the main task begins 0.1 to 0.3 seconds before Envoy listens, and a batch gets no second chance. */
export function renderWaitTask(group: GroupDraft, { toolsImage, openFiles }: GroupContext, user: string): Task {
  const ports = [...group.upstreams.values()].map(({ localPort }) => localPort).sort((a, b) => a - b);
  const script = `i=0; for port in ${ports.join(' ')}; do until nc -w 1 127.0.0.1 "$port" </dev/null; do i=$((i+1)); [ "$i" -gt 600 ] && exit 1; sleep 0.1; done; done`;
  return {
    Name: WAIT_TASK,
    Driver: 'docker',
    User: user,
    Lifecycle: { Hook: 'prestart', Sidecar: false },
    Config: { ...hardenedDockerConfig(toolsImage, { openFiles }), entrypoint: ['/bin/sh', '-c', script] },
    Resources: { CPU: 50, MemoryMB: 32 },
    KillTimeout: Duration.seconds(5),
    LogConfig: { MaxFiles: 1, MaxFileSizeMB: 5 },
  };
}

/** What the logs of all tasks of an instance may fill, mebibytes. */
export function logsMib(tasks: readonly Task[], hasSidecar: boolean): number {
  return tasks.reduce(
    (sum, { LogConfig }) => sum + (LogConfig?.MaxFiles ?? 10) * (LogConfig?.MaxFileSizeMB ?? 10),
    hasSidecar ? SIDECAR_LOGS_MIB : 0,
  );
}

function defined<T extends Readonly<Record<string, unknown>>>(record: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as { [K in keyof T]: NonNullable<T[K]> };
}
