import type { ApiJson } from './api-json';
import { canonicalizeNetworks, SECOND } from './canonical-resources';
import { canonicalizeService } from './canonical-service';
import { canonicalizeTask } from './canonical-task';
import type { DisconnectStrategy, EphemeralDisk, MigrateStrategy, ReschedulePolicy, RestartPolicy, UpdateStrategy } from './job.generated';
import { dropEmpty, fill, fillWeights, type Draft, type GroupDraft, type JobDraft } from './job-draft';

const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Of every job that has an update block, and of service and system jobs that have none. */
export const UPDATE_DEFAULTS: ApiJson<UpdateStrategy> = {
  Stagger: 30 * SECOND,
  MaxParallel: 1,
  HealthCheck: 'checks',
  MinHealthyTime: 10 * SECOND,
  HealthyDeadline: 5 * MINUTE,
  ProgressDeadline: 10 * MINUTE,
  Canary: 0,
  AutoRevert: false,
  AutoPromote: false,
};

const SERVICE_RESTART: ApiJson<RestartPolicy> = {
  Attempts: 2,
  Interval: 30 * MINUTE,
  Delay: 15 * SECOND,
  Mode: 'fail',
  RenderTemplates: false,
};
const BATCH_RESTART: ApiJson<RestartPolicy> = { ...SERVICE_RESTART, Attempts: 3, Interval: 24 * HOUR };

const SERVICE_RESCHEDULE: ApiJson<ReschedulePolicy> = {
  Attempts: 0,
  Interval: 0,
  Delay: 30 * SECOND,
  DelayFunction: 'exponential',
  MaxDelay: HOUR,
  Unlimited: true,
};
const BATCH_RESCHEDULE: ApiJson<ReschedulePolicy> = {
  Attempts: 1,
  Interval: 24 * HOUR,
  Delay: 5 * SECOND,
  DelayFunction: 'constant',
  MaxDelay: 0,
  Unlimited: false,
};
/** Of types that do not reschedule, or do not exist. */
const NO_RESCHEDULE: ApiJson<ReschedulePolicy> = { Attempts: 0, Interval: 0, Delay: 0, MaxDelay: 0, Unlimited: false };

const MIGRATE: ApiJson<MigrateStrategy> = {
  MaxParallel: 1,
  HealthCheck: 'checks',
  MinHealthyTime: 10 * SECOND,
  HealthyDeadline: 5 * MINUTE,
};

const EPHEMERAL_DISK: ApiJson<EphemeralDisk> = { Sticky: false, Migrate: false, SizeMB: 300 };
const DISCONNECT: ApiJson<DisconnectStrategy> = { Replace: true, Reconcile: 'best_score' };

/** @param job with its own defaults filled in, and its policies not yet handed down */
export function canonicalizeGroup(group: GroupDraft, job: JobDraft): void {
  group.Name ??= '';
  group.Count ??= group.Scaling?.Min ?? 1;
  canonicalizeScaling(group);
  group.EphemeralDisk = fill(group.EphemeralDisk ?? {}, EPHEMERAL_DISK);
  if (group.Consul !== undefined) {
    if ((group.Consul.Namespace ?? '') === '' && job.ConsulNamespace !== undefined) group.Consul.Namespace = job.ConsulNamespace;
    if ((group.Consul.Cluster ?? '') === '') group.Consul.Cluster = 'default';
  }
  handDownPolicies(group, job);
  dropEmpty(group, ['Meta', 'Constraints', 'Affinities', 'Spreads']);
  fillWeights(group.Affinities);
  fillWeights(group.Spreads);
  if (group.Disconnect !== undefined) {
    fill(group.Disconnect, DISCONNECT);
    if ((group.Disconnect.Reconcile as string) === '') group.Disconnect.Reconcile = 'best_score';
  }
  dropUnknownVolumes(group);
  canonicalizeNetworks(group.Networks);
  for (const task of group.Tasks ?? []) canonicalizeTask(task, group, job);
  for (const service of group.Services ?? []) canonicalizeService(service, undefined, group, job);
}

/** A policy that names no maximum has -1 of it, which is said to be wrong later. */
function canonicalizeScaling({ Scaling: scaling, Count: count }: GroupDraft): void {
  if (scaling === undefined) return;
  scaling.Enabled ??= true;
  if (count !== undefined) scaling.Min ??= count;
  scaling.Max ??= -1;
  if (scaling.Type === undefined || (scaling.Type as string) === '') scaling.Type = 'horizontal';
}

/** The job's policy under the group's, setting by setting; what neither says is the default of the type of job. */
function handDownPolicies(group: GroupDraft, job: JobDraft): void {
  const { Type: type } = job;
  if (job.Update !== undefined && (group.Update !== undefined || !isEmptyUpdate(job.Update)))
    group.Update = { ...job.Update, ...group.Update };
  if (group.Update !== undefined) fill(group.Update, UPDATE_DEFAULTS);

  if (job.Reschedule !== undefined) group.ReschedulePolicy = { ...job.Reschedule, ...group.ReschedulePolicy };
  if (group.ReschedulePolicy !== undefined || (type !== 'system' && type !== 'sysbatch'))
    group.ReschedulePolicy = fill(group.ReschedulePolicy ?? {}, rescheduleDefaults(type));

  if (job.Migrate !== undefined) group.Migrate = { ...job.Migrate, ...group.Migrate };
  if (group.Migrate !== undefined || type === 'service') group.Migrate = fill(group.Migrate ?? {}, MIGRATE);

  const restart = type === 'service' || type === 'system' ? SERVICE_RESTART : BATCH_RESTART;
  group.RestartPolicy = fill(group.RestartPolicy ?? {}, restart);
}

function rescheduleDefaults(type: JobDraft['Type']): ApiJson<ReschedulePolicy> {
  return type === 'service' ? SERVICE_RESCHEDULE : type === 'batch' ? BATCH_RESCHEDULE : NO_RESCHEDULE;
}

/** Every setting is zero; only one who writes them all gets there. */
function isEmptyUpdate(update: Draft<ApiJson<UpdateStrategy>>): boolean {
  for (const key in update) {
    const value: unknown = update[key as keyof typeof update];
    if (value !== 0 && value !== false && value !== '') return false;
  }
  return true;
}

/** The server leaves out a volume of a type it does not know, and says nothing; what is left may be none. */
function dropUnknownVolumes(group: GroupDraft): void {
  dropEmpty(group, ['Volumes']);
  const { Volumes: volumes } = group;
  if (volumes === undefined) return;
  for (const name in volumes) {
    const type = volumes[name]?.Type;
    if (type !== 'host' && type !== 'csi') Reflect.deleteProperty(volumes, name);
  }
}
