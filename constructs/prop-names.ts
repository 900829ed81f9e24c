import type {
  BatchJobProps,
  LongRunningProps,
  NodeAgentProps,
  SecuritiesServiceProps,
  TaskProps,
  WorkerProps,
  WorkloadProps,
} from '../lib/workload';

/** Names of all props by kind; `Record` makes the compiler say when one is forgotten. */
type Names<P> = Readonly<Record<keyof P, true>>;

export const TASK_PROPS: Names<TaskProps> = {
  args: true,
  command: true,
  cpu: true,
  env: true,
  exceptions: true,
  image: true,
  killSignal: true,
  killTimeout: true,
  logs: true,
  memory: true,
  memoryMax: true,
  user: true,
};

const WORKLOAD: Names<WorkloadProps> = {
  ...TASK_PROPS,
  disk: true,
  placement: true,
  pool: true,
  priority: true,
  restart: true,
  sidecar: true,
};

const LONG_RUNNING: Names<LongRunningProps> = { ...WORKLOAD, count: true, rollout: true, scaling: true, shutdownDelay: true };

export const SERVICE_PROPS: Names<SecuritiesServiceProps> = {
  ...LONG_RUNNING,
  callers: true,
  contract: true,
  extensions: true,
  health: true,
  inboundLimits: true,
  loadBalancing: true,
  port: true,
  ports: true,
  requestTimeout: true,
  traffic: true,
};

export const WORKER_PROPS: Names<WorkerProps> = { ...LONG_RUNNING, health: true };

export const BATCH_PROPS: Names<BatchJobProps> = {
  ...WORKLOAD,
  expectedDuration: true,
  finishBy: true,
  overlap: true,
  rescheduleAttempts: true,
  trigger: true,
};

const { placement: _placement, ...AGENT } = WORKLOAD;

export const AGENT_PROPS: Names<NodeAgentProps> = AGENT;
