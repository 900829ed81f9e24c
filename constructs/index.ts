// The public entry of kumiki: what a program of stacks imports.
import './lean-cdktf'; // before everything that imports cdktf
import './source-maps';

export { App } from 'cdktf';
export type { AccessStack } from './access-stack';
export { BatchJob } from './batch-job';
export { Checks } from './checks';
export { ConfigEntry, type ConfigEntryProps } from './config-entry';
export { ConsulKeys, type ConsulKeysProps } from './consul-keys';
export { DomainStack, type DomainStackProps } from './domain-stack';
export { EdgeLoadBalancer, type EdgeLoadBalancerProps } from './edge-load-balancer';
export type { RouteOptions } from './edge-route';
export { EgressGateway, type EgressGatewayProps } from './egress-gateway';
export { ExternalService, type ExternalServiceProps } from './external-service';
export { NodeAgent } from './node-agent';
export { NomadJob, type NomadJobProps, type OverrideOptions } from './nomad-job';
export { Platform } from './platform';
export { PlatformStack, type PlatformStackProps, type VaultMounts } from './platform-stack';
export { Releases } from './releases';
export { SecuritiesService } from './securities-service';
export { synth, type SynthOptions } from './synth';
export type { DirectUpstream, Upstream } from './upstream';
export { Worker } from './worker';
export type { ICallable, InitTaskProps } from './workload';
export { WorkloadRole, type WorkloadRoleProps } from './workload-role';
export type { ConfigContent, ReadConfigOptions, SecretEnvOptions, SecretFileOptions, WorkloadTask } from './workload-task';

export type { AcknowledgedFinding } from '../lib/checks';
export {
  ConsulKey,
  InboundLimits,
  LoadBalancing,
  Retries,
  Traffic,
  type ConfigEntries,
  type ConfigEntryKind,
  type EntryModel,
  type InboundLimitsOptions,
  type RetryCondition,
  type RetryOptions,
  type TrafficOptions,
} from '../lib/consul';
export {
  AccessLog,
  EnvoyExtension,
  OutlierDetection,
  Sidecar,
  UpstreamLimits,
  type OutlierDetectionOptions,
  type SidecarOptions,
  type UpstreamLimitsOptions,
} from '../lib/envoy';
export type { HeaderFilter, OriginatedTls } from '../lib/gateway';
export {
  Callers,
  DirectContract,
  EdgeAcceptance,
  EdgeContract,
  GrpcRule,
  HttpPath,
  HttpRule,
  ServiceContract,
  type AcceptedDomain,
  type DomainGraph,
  type Grant,
  type GraphMember,
  type GraphRequest,
  type HeaderMatch,
  type HttpMethod,
  type PathMatch,
  type RequestMatch,
  type Offers,
  type Rule,
  type RuleOptions,
} from '../lib/mesh';
export { jobFromApiJson, JobPath, jobToApiJson, type Job } from '../lib/nomad';
export {
  Engines,
  StateBackend,
  type Edition,
  type EngineVersions,
  type PlatformFacts,
  type PlatformImages,
  type AuthMethods,
  type MarketHours,
} from '../lib/platform';
export type { Json } from '../lib/terraform';
export { ServerPool, type ServerPoolOptions } from '../lib/pool';
export { formatProblems, KumikiError, PROBLEM_CODES, type Finding, type Problem, type ProblemCode, type Severity } from '../lib/problems';
export { ContainerImage, Cpu, Duration, Environment, Memory, Port, TimeOfDay, type Protocol } from '../lib/values';
export { VaultSecret, type WorkloadRoleModel } from '../lib/vault';
export {
  Deadline,
  HardeningException,
  HealthCheck,
  LogBounds,
  OnChange,
  Placement,
  RestartPolicy,
  Rollout,
  Scaling,
  Trigger,
  Volume,
  type BatchJobProps,
  type ConnectOptions,
  type ContractConnectOptions,
  type DispatchOptions,
  type HealthCheckOptions,
  type LongRunningProps,
  type NodeAgentProps,
  type OwnDomainConnectOptions,
  type PlacementOptions,
  type RolloutOptions,
  type SecuritiesServiceProps,
  type Signal,
  type TaskProps,
  type WorkerProps,
  type WorkloadDefaults,
  type WorkloadProps,
} from '../lib/workload';
