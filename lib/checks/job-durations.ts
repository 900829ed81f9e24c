import type { ApiJob } from '../nomad';

/** Fields that hold a length of time, with the longest that anybody means, in hours. */
type Fields = Readonly<Record<string, number>>;

const DAY = 24;
const ROLLOUT: Fields = { MinHealthyTime: DAY, HealthyDeadline: 7 * DAY, ProgressDeadline: 7 * DAY };
const RESTART: Fields = { Delay: DAY, Interval: 30 * DAY };
const RESCHEDULE: Fields = { Delay: DAY, MaxDelay: 30 * DAY, Interval: 365 * DAY };
const DISCONNECT: Fields = { LostAfter: 365 * DAY, StopOnClientAfter: 365 * DAY };
const CHECK: Fields = { Interval: 7 * DAY, Timeout: DAY };
const CHECK_RESTART: Fields = { Grace: DAY };
const GROUP: Fields = { ShutdownDelay: DAY, MaxRunDuration: 365 * DAY };
const TASK: Fields = { KillTimeout: DAY, ShutdownDelay: DAY };
const TEMPLATE: Fields = { Splay: DAY };
const WAIT: Fields = { Min: DAY, Max: 7 * DAY };
const CHANGE_SCRIPT: Fields = { Timeout: DAY };
const IDENTITY: Fields = { TTL: 366 * DAY };

const HOUR = 3_600_000_000_000;
/** Below a millisecond nobody means nanoseconds. */
export const SHORTEST_MEANT = 1_000_000;

/** A length of time that nobody means. */
export interface OddDuration {
  readonly nanoseconds: number;
  readonly at: string;
  /** The longest that anybody means there, in nanoseconds. */
  readonly longest: number;
}

const NONE: readonly OddDuration[] = [];
const read = new WeakMap<object, readonly OddDuration[]>();

/** Lengths of time of a job that are too short or too long to be meant: a unit that was lost shows there only. Looked for once. */
export function oddDurations(job: ApiJob): readonly OddDuration[] {
  let found = read.get(job);
  if (found === undefined) {
    found = search(job);
    read.set(job, found);
  }
  return found;
}

type ApiGroup = NonNullable<ApiJob['TaskGroups']>[number];

function search(job: ApiJob): readonly OddDuration[] {
  let found: OddDuration[] | undefined;
  // The way is written only where something is found: in nearly every job that is nowhere.
  const look = (holder: object | undefined, fields: Fields, at: (() => string) | string): void => {
    if (holder === undefined) return;
    for (const field in fields) {
      const value = (holder as Readonly<Record<string, unknown>>)[field];
      const longest = (fields[field] ?? 0) * HOUR;
      if (typeof value !== 'number' || value <= 0 || (value >= SHORTEST_MEANT && value <= longest)) continue;
      (found ??= []).push({ nanoseconds: value, at: `${typeof at === 'string' ? at : at()}.${field}`, longest });
    }
  };
  const services = (owner: Pick<ApiGroup, 'Services'>, at: () => string): void => {
    for (const [index, { Checks, CheckRestart, Connect, Identity }] of (owner.Services ?? []).entries()) {
      const here = (): string => `${at()}.Services[${String(index)}]`;
      look(CheckRestart, CHECK_RESTART, () => `${here()}.CheckRestart`);
      look(Connect?.SidecarTask, TASK, () => `${here()}.Connect.SidecarTask`);
      look(Identity, IDENTITY, () => `${here()}.Identity`);
      for (const [check, each] of (Checks ?? []).entries()) {
        look(each, CHECK, () => `${here()}.Checks[${String(check)}]`);
        look(each.CheckRestart, CHECK_RESTART, () => `${here()}.Checks[${String(check)}].CheckRestart`);
      }
    }
  };
  look(job.Update, ROLLOUT, 'Update');
  look(job.Migrate, ROLLOUT, 'Migrate');
  look(job.Reschedule, RESCHEDULE, 'Reschedule');
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    const groupAt = (): string => `TaskGroups[${String(groupIndex)}]`;
    look(group, GROUP, groupAt);
    look(group.Update, ROLLOUT, () => `${groupAt()}.Update`);
    look(group.Migrate, ROLLOUT, () => `${groupAt()}.Migrate`);
    look(group.RestartPolicy, RESTART, () => `${groupAt()}.RestartPolicy`);
    look(group.ReschedulePolicy, RESCHEDULE, () => `${groupAt()}.ReschedulePolicy`);
    look(group.Disconnect, DISCONNECT, () => `${groupAt()}.Disconnect`);
    services(group, groupAt);
    for (const [index, task] of (group.Tasks ?? []).entries()) {
      const taskAt = (): string => `${groupAt()}.Tasks[${String(index)}]`;
      look(task, TASK, taskAt);
      look(task.RestartPolicy, RESTART, () => `${taskAt()}.RestartPolicy`);
      services(task, taskAt);
      for (const [number, each] of (task.Identities ?? []).entries())
        look(each, IDENTITY, () => `${taskAt()}.Identities[${String(number)}]`);
      for (const [number, each] of (task.Templates ?? []).entries()) {
        const here = (): string => `${taskAt()}.Templates[${String(number)}]`;
        look(each, TEMPLATE, here);
        look(each.Wait, WAIT, () => `${here()}.Wait`);
        look(each.ChangeScript, CHANGE_SCRIPT, () => `${here()}.ChangeScript`);
      }
    }
  }
  return found ?? NONE;
}
