export { Deadline } from './deadline';
export { deadlineFindings } from './deadline-findings';
export { applicationSockets, GroupDraft, socketFindings, upstreamSockets, type SocketUser, type UpstreamDraft } from './group-draft';
export { HardeningException } from './hardening';
export { HealthCheck, type HealthCheckOptions } from './health-check';
export { BATCH_DEFAULTS, HOUSE_DEFAULTS, LONG_RUNNING_DEFAULTS } from './house-defaults';
export { saidAt, type SaidPlace } from './said-at';
export { resolveLayers, type Layer, type Origin, type Resolved } from './layers';
export { LogBounds } from './log-bounds';
export { OnChange, type Signal } from './on-change';
export { Placement, type PlacementOptions } from './placement';
export { missingProps, unknownProps, valueFindings, wrongArgument, wrongTypes } from './prop-checks';
export type {
  BatchJobProps,
  ConnectOptions,
  ContractConnectOptions,
  LongRunningProps,
  NodeAgentProps,
  OwnDomainConnectOptions,
  SecuritiesServiceProps,
  TaskProps,
  WorkerProps,
  WorkloadDefaults,
  WorkloadProps,
} from './props';
export { metricsPort, needsService, needsSidecar, WAIT_TASK, type GroupContext } from './render-group';
export {
  applyTimeout,
  renderAgentJob,
  renderBatchJob,
  renderLongRunningJob,
  type JobIdentityFacts,
  type JobInput,
  type LongRunningInput,
  type ResolvedWorkload,
} from './render-job';
export { hardenedDockerConfig, IDENTITY_TTL } from './render-task';
export { RestartPolicy } from './restart';
export { killTimeoutProblem, Rollout, rolloutTiming, rolloutTimingProblem, type RolloutOptions } from './rollout';
export { Scaling } from './scaling';
export { conflictFinding, TaskDraft, type TaskRole } from './task-draft';
export { Trigger, type DispatchOptions } from './trigger';
export { Volume } from './volume';
export { diskFindings, taskFindings, type TaskSurroundings } from './task-findings';
