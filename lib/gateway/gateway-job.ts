import { GATEWAY_BOOTSTRAP_TASK } from '../consul';
import type { Job, NetworkResource, Service, Task, Template } from '../nomad';
import { Duration, type Cpu, type Memory } from '../values';
import { secretCall, secretField, type SecretRequest } from '../vault';
import { hardenedDockerConfig, IDENTITY_TTL } from '../workload';

/** How tasks in a job reach the Consul agent of their own server. */
export interface ConsulAgentAddress {
  /** `https://${attr.unique.network.ip-address}:8501` */
  readonly http: string;
  readonly grpc: string;
  /** Certificate authority of the agents, PEM: public, so it may stand in the job. Undefined: the image's own trust store. */
  readonly ca: string | undefined;
  /** Name in the agent's certificate; undefined without TLS. */
  readonly serverName: string | undefined;
}

/** What both kinds of gateway share. */
export interface GatewayJobInput {
  /** Job id and Consul service name in one: Consul's binding rule for gateways wants them equal. */
  readonly name: string;
  /** Task group. */
  readonly id: string;
  readonly namespace: string;
  readonly nodePool: string;
  readonly priority: number;
  readonly images: { readonly consul: string; readonly envoy: string; readonly tools: string };
  readonly agent: ConsulAgentAddress;
  readonly cpu: Cpu;
  readonly memory: Memory;
  /** Open files a container may have. */
  readonly openFiles: number;
  /** Time between the failing of readiness and the end of Envoy. */
  readonly drain: Duration;
}

/** Certificate files of an edge; the file-system-certificate entry names the same paths. */
export const CERTIFICATE_FILES = { certificate: '/secrets/tls/cert.pem', privateKey: '/secrets/tls/key.pem' } as const;

/** Port on which an edge's Envoy says whether it is ready, inside the allocation: the contract with whatever stands in front. */
const READY_PORT = 18_080;
const ENVOY_USER = '10002:10002';

/** An HTTPS listener of an edge. */
export interface EdgePort {
  /** Port on the server. */
  readonly port: number;
  /** Port on the server on which Envoy says whether it is ready. */
  readonly readyPort: number;
  /** Port inside the allocation: above 1024, so that Envoy needs no capability. */
  readonly to: number;
}

/** An api-gateway: a system job, one instance on each server of the edge pool. */
export function renderEdgeJob(input: GatewayJobInput, listener: EdgePort, certificate: SecretRequest): Job {
  return gatewayJob(input, 'system', {
    network: {
      Mode: 'bridge',
      // Both fixed: what stands in front of the edge has to find them.
      ReservedPorts: [
        { Label: 'https', Value: listener.port, To: listener.to },
        { Label: 'ready', Value: listener.readyPort, To: READY_PORT },
      ],
    },
    // Consul makes Envoy bind the registered address, which must be the allocation's own in bridge mode.
    service: { Kind: 'api-gateway', PortLabel: String(listener.to), AddressMode: 'alloc' },
    bootstrap: `-gateway api -service ${input.name} -admin-bind 127.0.0.1:19000 -envoy-ready-bind-address 0.0.0.0 -envoy-ready-bind-port ${String(READY_PORT)}`,
    adminPort: '19000',
    templates: certificateTemplates(certificate),
    group: {
      Count: 1,
      RestartPolicy: { Mode: 'delay', Attempts: 3, Interval: Duration.minutes(5), Delay: Duration.seconds(15) },
      Update: {
        HealthCheck: 'checks',
        MaxParallel: 1,
        AutoRevert: true,
        MinHealthyTime: Duration.seconds(30),
        HealthyDeadline: Duration.minutes(5),
        ProgressDeadline: Duration.minutes(10),
      },
    },
  });
}

/** A terminating gateway: the way out of the mesh, in the server's own network so that callers on other servers reach it. */
export function renderEgressJob(input: GatewayJobInput, count: number): Job {
  return gatewayJob(input, 'service', {
    network: { Mode: 'host', DynamicPorts: [{ Label: 'mesh' }, { Label: 'ready' }, { Label: 'admin' }] },
    service: { Kind: 'terminating-gateway', PortLabel: 'mesh', AddressMode: 'host' },
    bootstrap: `-gateway terminating -service ${input.name} -admin-bind 127.0.0.1:\${NOMAD_PORT_admin} -envoy-ready-bind-address 0.0.0.0 -envoy-ready-bind-port \${NOMAD_PORT_ready}`,
    adminPort: '${NOMAD_PORT_admin}',
    templates: [],
    group: {
      Count: count,
      // Two gateways of one name on one agent would collide in Consul.
      Constraints: [{ Operand: 'distinct_hosts', RTarget: 'true' }],
      RestartPolicy: { Mode: 'fail', Attempts: 2, Interval: Duration.minutes(30), Delay: Duration.seconds(15) },
      ReschedulePolicy: { Unlimited: true, Delay: Duration.seconds(30), DelayFunction: 'exponential', MaxDelay: Duration.minutes(10) },
      Update: {
        HealthCheck: 'checks',
        MaxParallel: 1,
        AutoRevert: true,
        MinHealthyTime: Duration.seconds(10),
        HealthyDeadline: Duration.minutes(5),
        ProgressDeadline: Duration.minutes(10),
      },
      Migrate: { MaxParallel: 1, HealthCheck: 'checks', MinHealthyTime: Duration.seconds(10), HealthyDeadline: Duration.minutes(5) },
    },
  });
}

interface GatewayShape {
  readonly network: NetworkResource;
  readonly service: Pick<Service, 'AddressMode' | 'Kind' | 'PortLabel'>;
  readonly bootstrap: string;
  readonly adminPort: string;
  readonly templates: readonly Template[];
  readonly group: NonNullable<Job['TaskGroups']>[number];
}

function gatewayJob(input: GatewayJobInput, type: 'service' | 'system', shape: GatewayShape): Job {
  const vault = shape.templates.length > 0;
  const envoy: Task = {
    Name: 'envoy',
    Driver: 'docker',
    User: ENVOY_USER,
    Config: {
      ...hardenedDockerConfig(input.images.envoy, input),
      ...dockerNetwork(shape.network),
      entrypoint: ['/usr/local/bin/envoy'],
      args: [
        '--config-path',
        '${NOMAD_ALLOC_DIR}/data/envoy.json',
        '--disable-hot-restart',
        '--concurrency',
        input.cpu.unit === 'cores' ? String(input.cpu.amount) : '2',
        '--log-level',
        'warning',
      ],
    },
    ...(vault
      ? {
          Vault: { Role: input.name, Env: false, DisableFile: true, ChangeMode: 'noop' },
          Identities: [{ Name: 'vault_default', Audience: ['vault.io'], TTL: IDENTITY_TTL }],
        }
      : {}),
    Templates: shape.templates,
    Resources: {
      ...(input.cpu.unit === 'mhz' ? { CPU: input.cpu.amount } : { Cores: input.cpu.amount }),
      MemoryMB: input.memory.mebibytes,
    },
    KillTimeout: Duration.seconds(10),
    LogConfig: { MaxFiles: 5, MaxFileSizeMB: 20 },
  };
  return {
    ID: input.name,
    Name: input.name,
    Namespace: input.namespace,
    Region: 'global',
    Type: type,
    Priority: input.priority,
    Datacenters: ['*'],
    NodePool: input.nodePool,
    TaskGroups: [
      {
        ...shape.group,
        Name: input.id,
        ShutdownDelay: Duration.seconds(10),
        Networks: [shape.network],
        Services: [
          {
            Name: input.name,
            Provider: 'consul',
            ...shape.service,
            Identity: { Audience: ['consul.io'], TTL: IDENTITY_TTL },
            OnUpdate: 'require_healthy',
            Checks: [
              {
                Name: 'envoy-ready',
                Type: 'http',
                Path: '/ready',
                PortLabel: 'ready',
                AddressMode: 'host',
                Interval: Duration.seconds(5),
                Timeout: Duration.seconds(2),
                OnUpdate: 'require_healthy',
              },
            ],
          },
        ],
        EphemeralDisk: { SizeMB: 500 },
        Tasks: [bootstrapTask(input, shape), envoy, drainTask(input, shape)],
      },
    ],
  };
}

/** Docker joins a container to the server's network only when told so itself: the group's mode alone leaves it on a bridge. */
function dockerNetwork({ Mode }: NetworkResource): { readonly network_mode?: 'host' } {
  return Mode === 'host' ? { network_mode: 'host' } : {};
}

/** The id under which Nomad registers the gateway. Without it Consul looks for a gateway of the kind, and refuses where the server has two. */
const proxyId = ({ id, name }: GatewayJobInput, { service }: GatewayShape): string =>
  `_nomad-task-\${NOMAD_ALLOC_ID}-group-${id}-${name}-${service.PortLabel ?? ''}`;

/** Writes Envoy's bootstrap with a token of the gateway; it stays in the allocation, never in a log. */
function bootstrapTask(input: GatewayJobInput, shape: GatewayShape): Task {
  const { images, agent, openFiles } = input;
  const ca: Record<string, string> =
    agent.ca === undefined ? {} : { CONSUL_CACERT: '/local/consul-ca.pem', CONSUL_GRPC_CACERT: '/local/consul-ca.pem' };
  return {
    Name: GATEWAY_BOOTSTRAP_TASK,
    Driver: 'docker',
    User: ENVOY_USER,
    Lifecycle: { Hook: 'prestart', Sidecar: false },
    Consul: {},
    Identities: [{ Name: 'consul_default', Audience: ['consul.io'], TTL: IDENTITY_TTL }],
    Config: {
      ...hardenedDockerConfig(images.consul, { openFiles }),
      ...dockerNetwork(shape.network),
      entrypoint: [
        '/bin/sh',
        '-c',
        `umask 077; exec consul connect envoy ${shape.bootstrap} -proxy-id ${proxyId(input, shape)} -bootstrap > "\${NOMAD_ALLOC_DIR}/data/envoy.json"`,
      ],
    },
    Env: {
      CONSUL_HTTP_ADDR: agent.http,
      CONSUL_GRPC_ADDR: agent.grpc,
      ...ca,
      ...(agent.serverName === undefined ? {} : { CONSUL_TLS_SERVER_NAME: agent.serverName }),
    },
    Templates:
      agent.ca === undefined ? [] : [{ DestPath: 'local/consul-ca.pem', EmbeddedTmpl: agent.ca, ChangeMode: 'noop', Perms: '0444' }],
    Resources: { CPU: 200, MemoryMB: 128 },
    KillTimeout: Duration.seconds(5),
    LogConfig: { MaxFiles: 1, MaxFileSizeMB: 5 },
  };
}

/**
 * A pre-stop hook, which Nomad does not have: the leader task is stopped first and waited for. It makes Envoy fail its
 * readiness, so that what stands in front sends no more, and lets running requests end.
 */
function drainTask({ images, drain, openFiles }: GatewayJobInput, shape: GatewayShape): Task {
  const seconds = String(Math.ceil(drain.milliseconds / 1000));
  const script = `trap 'wget -q -O- --post-data= http://127.0.0.1:${shape.adminPort}/healthcheck/fail; sleep ${seconds}; exit 0' TERM; while :; do sleep 1; done`;
  return {
    Name: 'drain',
    Driver: 'docker',
    User: '10003:10003',
    Leader: true,
    Config: {
      ...hardenedDockerConfig(images.tools, { openFiles }),
      ...dockerNetwork(shape.network),
      entrypoint: ['/bin/sh', '-c', script],
    },
    Resources: { CPU: 20, MemoryMB: 16 },
    KillTimeout: drain.plus(Duration.seconds(5)),
    LogConfig: { MaxFiles: 1, MaxFileSizeMB: 5 },
  };
}

/** Two templates with one identical request: one issuance, so key and certificate match. Envoy reloads the files by itself. */
function certificateTemplates(request: SecretRequest): Template[] {
  const call = secretCall(request);
  const file = (path: string, fields: string): Template => ({
    DestPath: path.slice(1),
    EmbeddedTmpl: `{{ with ${call} }}${fields}{{ end }}`,
    ChangeMode: 'noop',
    Perms: '0400',
    Uid: 10_002,
    Gid: 10_002,
    ErrMissingKey: true,
  });
  const field = (name: string): string => `{{ ${secretField(request, name)} }}\n`;
  return [
    file(CERTIFICATE_FILES.certificate, `${field('certificate')}{{ range ${request.data}.ca_chain }}{{ . }}\n{{ end }}`),
    file(CERTIFICATE_FILES.privateKey, field('private_key')),
  ];
}
