import type { InboundLimits, LoadBalancing, Traffic } from '../consul';
import type { EnvoyExtension, OutlierDetection, Sidecar, UpstreamLimits } from '../envoy';
import type { Grant, Rule, ServiceContract } from '../mesh';
import type { ServerPool } from '../pool';
import type { ContainerImage, Cpu, Duration, Memory, Port } from '../values';
import type { Deadline } from './deadline';
import type { HardeningException } from './hardening';
import type { HealthCheck } from './health-check';
import type { LogBounds } from './log-bounds';
import type { Placement } from './placement';
import type { RestartPolicy } from './restart';
import type { Rollout } from './rollout';
import type { Scaling } from './scaling';
import type { Trigger } from './trigger';

/** What one container runs. */
export interface TaskProps {
  /** Processor share. Nomad gives more when the server has some to spare. */
  readonly cpu: Cpu;
  /** Memory reserved, and the limit where no memoryMax is set. */
  readonly memory: Memory;
  /** Memory the task may use when the server has some to spare; needs oversubscription on the cluster. @default - none */
  readonly memoryMax?: Memory;
  /** What runs, by digest. IMAGE-MISSING where the release file has none of the name. @default the image of this name in the release file */
  readonly image?: ContainerImage;
  /** Replaces the image's command. @default - the image's own */
  readonly command?: string;
  /** Arguments. `${NOMAD_…}` is filled in by Nomad. @default - the image's own */
  readonly args?: readonly string[];
  /** Environment; also {@link addEnv}. No secrets (SECRET-LITERAL). @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Numeric `uid:gid`. @default 10001:10001 */
  readonly user?: string;
  /** Time between the kill signal and the kill; at most the clients' cap. @default 25 seconds */
  readonly killTimeout?: Duration;
  /** Signal that asks the task to end (`KillSignal`). @default SIGTERM */
  readonly killSignal?: string;
  /** How much log Nomad keeps on the server's disk (`LogConfig`). @default 5 files of 20 MiB per stream */
  readonly logs?: LogBounds;
  /** Exceptions from the hardened Docker defaults, each with its reason. @default - none */
  readonly exceptions?: readonly HardeningException[];
}

/** What every workload of the house has. */
export interface WorkloadProps extends TaskProps {
  /** Servers it runs on, a Nomad node pool. POOL-UNKNOWN where the platform has no such pool. @default the platform's default pool */
  readonly pool?: ServerPool;
  /** Constraints and spreads. @default spread over the racks of the pool */
  readonly placement?: Placement;
  /** 1 to 100; who goes first, and who may evict whom where preemption is on (10 apart). @default 50, batch 30 */
  readonly priority?: number;
  /** Disk of an instance, logs included (`EphemeralDisk`). @default 500 MiB, or twice the log bounds where that is more */
  readonly disk?: Memory;
  /** Size and settings of the Envoy beside it. @default the house's sidecar: 150 MHz, 128 MiB */
  readonly sidecar?: Sidecar;
  /** Attempts on the same server. @default service and worker 2 in 30 minutes, batch 2 in 1 hour */
  readonly restart?: RestartPolicy;
}

/** A workload that runs all the time. */
export interface LongRunningProps extends WorkloadProps {
  /** Instances. @default 1, or the minimum of the scaling range */
  readonly count?: number;
  /** Range of an autoscaler. @default - the count is fixed */
  readonly scaling?: Scaling;
  /** How a new version replaces the old one (`Update`). @default Rollout.canary(1) */
  readonly rollout?: Rollout;
  /** How long an instance goes on serving after it left the mesh (group `ShutdownDelay`): what makes roll-outs lossless. @default 10 seconds */
  readonly shutdownDelay?: Duration;
}

/** Settings of a SecuritiesService. The first four serve most. */
export interface SecuritiesServiceProps<Offer extends string = string> extends LongRunningProps {
  /** What it speaks and where it listens, on 127.0.0.1. */
  readonly port: Port;
  /** How the platform sees that an instance works. @default http: GET /health; grpc: the standard health service; tcp: required */
  readonly health?: HealthCheck;
  /** Contract for other domains. @default - only its own domain can call it */
  readonly contract?: ServiceContract<Offer>;
  /** Who of other domains may call, and what. @default - nobody */
  readonly callers?: readonly Grant<NoInfer<Offer>>[];
  /** Timeouts and retries by kind of request, for all callers alike. @default - the requestTimeout, no retries */
  readonly traffic?: readonly Traffic[];
  /** Longest time for an answer. Not for tcp. @default 15 seconds, Envoy's */
  readonly requestTimeout?: Duration;
  /** How callers choose an instance. @default Envoy's round robin */
  readonly loadBalancing?: LoadBalancing;
  /** What it takes in at most. @default - no limits of its own */
  readonly inboundLimits?: InboundLimits;
  /** Further ports the application listens on, by name: for health checks and companion tasks; the mesh does not reach them. @default - none */
  readonly ports?: Readonly<Record<string, Port>>;
  /** Envoy extensions of the sidecar. @default - none */
  readonly extensions?: readonly EnvoyExtension[];
}

/** Settings of a Worker: it calls and consumes, nobody calls it. */
export interface WorkerProps extends LongRunningProps {
  /** A script check in the task. @default - an instance counts as healthy while its process runs */
  readonly health?: HealthCheck;
}

/** Settings of a BatchJob. */
export interface BatchJobProps extends WorkloadProps {
  /** What starts it. */
  readonly trigger: Trigger;
  /** How long a run takes when all is well: the base of every check of time. */
  readonly expectedDuration: Duration;
  /** When it must be done. Checked at synth, not enforced. @default - no deadline */
  readonly finishBy?: Deadline;
  /** Whether a run may begin while the last one is still going (`ProhibitOverlap`). @default forbid */
  readonly overlap?: 'forbid' | 'allow';
  /** How often a failed run is placed on another server, within 6 hours. @default 2 */
  readonly rescheduleAttempts?: number;
}

/** Settings of a NodeAgent: one instance on every server of its pools. */
export interface NodeAgentProps extends Omit<WorkloadProps, 'placement' | 'pool'> {
  /** One pool, or every server (`all`). @default all */
  readonly pool?: ServerPool | 'all';
}

/** What a caller says about one connection. */
export interface ConnectOptions {
  /** Longest time to open a connection (`connect_timeout_ms`). @default 1 second */
  readonly connectTimeout?: Duration;
  /** Circuit breakers of this caller. @default Envoy's */
  readonly limits?: UpstreamLimits;
  /** When an instance is taken out of this caller's choice. @default Consul's: after 5 failures in a row, at most 10 % of the instances, so none of fewer than ten */
  readonly outlierDetection?: OutlierDetection;
  /** Port on 127.0.0.1. @default follows from the destination's name; say another where two names meet */
  readonly localPort?: number;
}

/** A connection within a domain: the rules are said here. */
export interface OwnDomainConnectOptions extends ConnectOptions {
  /** What is asked of an http-like service. Left out for tcp. */
  readonly allow?: readonly Rule[];
}

/** A connection to another domain: offers of its contract are named. */
export interface ContractConnectOptions<Offer extends string> extends ConnectOptions {
  /** Offers of the contract. Left out for tcp. */
  readonly may?: readonly NoInfer<Offer>[];
}

/** Defaults a platform or a domain gives to its workloads. A workload's own prop wins; maps merge by key. */
export type WorkloadDefaults = Partial<
  Pick<
    LongRunningProps,
    | 'disk'
    | 'env'
    | 'killSignal'
    | 'killTimeout'
    | 'logs'
    | 'placement'
    | 'pool'
    | 'priority'
    | 'restart'
    | 'rollout'
    | 'shutdownDelay'
    | 'sidecar'
    | 'user'
  >
>;
