import type { DisconnectStrategy, Job, ReschedulePolicy, Task, TaskGroup, UpdateStrategy } from '../nomad';
import { Duration } from '../values';
import type { GroupDraft } from './group-draft';
import {
  logsMib,
  needsService,
  needsSidecar,
  orderedInitTasks,
  renderNetwork,
  renderPlacement,
  renderService,
  renderTasks,
  renderVolumes,
  renderWaitTask,
  type GroupContext,
} from './render-group';
import { imagePullTimeout, type TaskContext } from './render-task';
import type { BatchJobProps, WorkloadProps } from './props';
import { rolloutTiming, type Rollout, type RolloutTiming } from './rollout';
import type { Scaling } from './scaling';
import type { TaskDraft } from './task-draft';

/** Who the job is, on the platform. */
export interface JobIdentityFacts {
  /** Job id and Consul service name, `sec-orders`. */
  readonly name: string;
  /** Short name, `orders`: the task group, and the main task where nothing else is said. */
  readonly id: string;
  readonly domain: string;
  readonly namespace: string;
  readonly timeZone: string;
}

/** Settings of a job with every default filled in. */
export type ResolvedWorkload = WorkloadProps &
  Required<Pick<WorkloadProps, 'killSignal' | 'killTimeout' | 'logs' | 'priority' | 'restart' | 'sidecar' | 'user'>>;

/** Everything a job is rendered from. */
export interface JobInput {
  readonly identity: JobIdentityFacts;
  readonly settings: ResolvedWorkload;
  readonly group: GroupDraft;
  readonly context: GroupContext;
  /** Image of a task, by the task's name. */
  readonly imageOf: (task: TaskDraft) => string;
}

/** Settings of a job that runs all the time. */
export interface LongRunningInput extends JobInput {
  readonly count: number;
  readonly scaling: Scaling | undefined;
  readonly rollout: Rollout;
  readonly shutdownDelay: Duration;
}

/** A service or a worker. */
export function renderLongRunningJob(input: LongRunningInput): Job {
  const { identity, settings, context, count, scaling, rollout, shutdownDelay } = input;
  const timing = rolloutTiming(rollout.options, context.health?.startup ?? Duration.zero);
  const checks = context.health !== undefined && context.health.probe.type !== 'none' ? 'checks' : 'task_states';
  return {
    ...renderHead(identity, settings, 'service'),
    NodePool: context.pool?.name,
    TaskGroups: [
      {
        ...renderBody({ ...input, context: { ...context, imagePullTimeout: imagePullTimeout(timing.healthyDeadline) } }),
        Count: count,
        ShutdownDelay: shutdownDelay,
        RestartPolicy: renderRestart(settings),
        ReschedulePolicy: { Unlimited: true, Delay: Duration.seconds(30), DelayFunction: 'exponential', MaxDelay: Duration.minutes(10) },
        Disconnect: renderDisconnect(rollout),
        Update: renderUpdate(rollout, count, timing, checks),
        Migrate: { MaxParallel: 1, HealthCheck: checks, MinHealthyTime: timing.minHealthyTime, HealthyDeadline: timing.healthyDeadline },
        ...(scaling === undefined ? {} : { Scaling: { Enabled: true, Min: scaling.min, Max: scaling.max, Policy: {} } }),
      },
    ],
  };
}

/** A batch job: periodic, dispatched or run once. */
export function renderBatchJob(input: JobInput, props: BatchJobProps): Job {
  const { identity, settings, context } = input;
  return {
    ...renderHead(identity, settings, 'batch'),
    NodePool: context.pool?.name,
    ...renderTrigger(props, identity.timeZone),
    TaskGroups: [
      {
        ...renderBody(input),
        Count: 1,
        RestartPolicy: renderRestart(settings),
        ReschedulePolicy: batchReschedule(props.rescheduleAttempts ?? 2),
      },
    ],
  };
}

/** One instance on every server of a pool, or of all pools. */
export function renderAgentJob(input: JobInput, nodePool: string): Job {
  const { identity, settings } = input;
  return {
    ...renderHead(identity, settings, 'system'),
    NodePool: nodePool,
    TaskGroups: [
      {
        ...renderBody(input),
        Count: 1,
        ShutdownDelay: input.context.shutdownDelay,
        RestartPolicy: renderRestart(settings),
        Update: {
          HealthCheck: 'task_states',
          MaxParallel: 5,
          AutoRevert: true,
          MinHealthyTime: Duration.seconds(10),
          HealthyDeadline: Duration.minutes(5),
          ProgressDeadline: Duration.minutes(10),
        },
      },
    ],
  };
}

/** Every default that Nomad would fill in is stated, so that it never shows as a difference. */
function renderHead({ name, namespace }: JobIdentityFacts, { priority }: ResolvedWorkload, type: 'service' | 'batch' | 'system'): Job {
  return { ID: name, Name: name, Namespace: namespace, Region: 'global', Type: type, Priority: priority, Datacenters: ['*'] };
}

function renderBody({ identity, settings, group, context, imageOf }: JobInput): TaskGroup {
  const ordered = orderedInitTasks(group);
  const mesh = needsSidecar(group, context.port);
  const contextOf = (task: TaskDraft): TaskContext => ({
    owner: { domain: identity.domain, job: identity.id },
    role: identity.name,
    image: imageOf(task),
    defaults: settings,
    openFiles: context.openFiles,
    ...(context.imagePullTimeout === undefined ? {} : { imagePullTimeout: context.imagePullTimeout }),
    ordered,
  });
  const own = renderTasks(group, contextOf);
  const waits = context.waitForMesh && group.upstreams.size > 0;
  const tasks: Task[] = waits ? [renderWaitTask(group, context, settings.user), ...own] : own;
  return {
    Name: identity.id,
    Networks: [renderNetwork(group, context)],
    Services: needsService(group, context.port, context.health) ? [renderService(group, context)] : [],
    ...renderPlacement(context),
    ...(group.volumes.size === 0 ? {} : { Volumes: renderVolumes(group) }),
    EphemeralDisk: { SizeMB: settings.disk?.mebibytes ?? Math.max(500, 2 * logsMib(tasks, mesh)) },
    Tasks: tasks,
  };
}

function renderRestart({ restart }: ResolvedWorkload): NonNullable<TaskGroup['RestartPolicy']> {
  return { Mode: 'fail', Attempts: restart.attempts, Interval: restart.interval, Delay: restart.delay };
}

function renderUpdate(rollout: Rollout, count: number, timing: RolloutTiming, healthCheck: 'checks' | 'task_states'): UpdateStrategy {
  const { kind } = rollout;
  const canary = kind.type === 'canary' ? kind.canaries : kind.type === 'blueGreen' ? count : 0;
  return {
    HealthCheck: healthCheck,
    MaxParallel: maxParallel(rollout, count),
    Canary: canary,
    // Without it an apply that waits would hang until its timeout (hashicorp/nomad#14214).
    AutoPromote: canary > 0,
    AutoRevert: true,
    MinHealthyTime: timing.minHealthyTime,
    HealthyDeadline: timing.healthyDeadline,
    ProgressDeadline: timing.progressDeadline,
  };
}

function maxParallel({ kind }: Rollout, count: number): number {
  switch (kind.type) {
    case 'rolling':
      return Math.min(kind.atOnce, count);
    case 'canary':
      return Math.max(1, Math.ceil(count / 4));
    case 'blueGreen':
    case 'stopThenStart':
      return count;
  }
}

/** How long Terraform waits: every sequential step may use its whole progress deadline, and images have to be pulled. */
export function applyTimeout(rollout: Rollout, count: number, startup: Duration): Duration {
  const { progressDeadline } = rolloutTiming(rollout.options, startup);
  const waves = Math.ceil(count / maxParallel(rollout, count)) + (rollout.kind.type === 'canary' ? 1 : 0);
  return progressDeadline.times(waves).plus(Duration.minutes(5));
}

function renderDisconnect({ kind }: Rollout): DisconnectStrategy {
  // A single writer on a lost server ends itself before its successor starts; others are replaced, and the better copy stays.
  return kind.type === 'stopThenStart'
    ? { StopOnClientAfter: Duration.seconds(30), Replace: true }
    : { LostAfter: Duration.minutes(2), Replace: true, Reconcile: 'best_score' };
}

function batchReschedule(attempts: number): ReschedulePolicy {
  return {
    Attempts: attempts,
    Interval: Duration.hours(6),
    Delay: Duration.minutes(1),
    DelayFunction: 'constant',
    MaxDelay: Duration.zero,
    Unlimited: false,
  };
}

function renderTrigger({ trigger, overlap = 'forbid' }: BatchJobProps, timeZone: string): Pick<Job, 'ParameterizedJob' | 'Periodic'> {
  switch (trigger.model.type) {
    case 'schedule':
      return {
        Periodic: {
          Enabled: true,
          SpecType: 'cron',
          Specs: trigger.model.crons,
          TimeZone: timeZone,
          ProhibitOverlap: overlap === 'forbid',
        },
      };
    case 'dispatch':
      return {
        ParameterizedJob: { Payload: trigger.model.payload, MetaRequired: trigger.model.required, MetaOptional: trigger.model.optional },
      };
    case 'once':
      return {};
  }
}
