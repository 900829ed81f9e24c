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

/** Calls for every length of time in a job that is set. @param longest nanoseconds */
export type EachDuration = (nanoseconds: number, at: string, longest: number) => void;

/** Lengths of time where Nomad takes almost any: a unit that was lost shows there only. */
export function forEachDuration(job: ApiJob, call: EachDuration): void {
  const look = (holder: object | undefined, fields: Fields, at: string): void => {
    if (holder === undefined) return;
    for (const field in fields) {
      const value = (holder as Readonly<Record<string, unknown>>)[field];
      if (typeof value === 'number' && value > 0) call(value, at === '' ? field : `${at}.${field}`, (fields[field] ?? 0) * HOUR);
    }
  };
  const services = (owner: { readonly Services?: NonNullable<ApiJob['TaskGroups']>[number]['Services'] }, at: string): void => {
    for (const [index, { Checks, CheckRestart, Connect, Identity }] of (owner.Services ?? []).entries()) {
      const serviceAt = `${at}.Services[${String(index)}]`;
      look(CheckRestart, CHECK_RESTART, `${serviceAt}.CheckRestart`);
      look(Connect?.SidecarTask, TASK, `${serviceAt}.Connect.SidecarTask`);
      look(Identity, IDENTITY, `${serviceAt}.Identity`);
      for (const [check, each] of (Checks ?? []).entries()) {
        look(each, CHECK, `${serviceAt}.Checks[${String(check)}]`);
        look(each.CheckRestart, CHECK_RESTART, `${serviceAt}.Checks[${String(check)}].CheckRestart`);
      }
    }
  };
  look(job.Update, ROLLOUT, 'Update');
  look(job.Migrate, ROLLOUT, 'Migrate');
  look(job.Reschedule, RESCHEDULE, 'Reschedule');
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    const groupAt = `TaskGroups[${String(groupIndex)}]`;
    look(group, GROUP, groupAt);
    look(group.Update, ROLLOUT, `${groupAt}.Update`);
    look(group.Migrate, ROLLOUT, `${groupAt}.Migrate`);
    look(group.RestartPolicy, RESTART, `${groupAt}.RestartPolicy`);
    look(group.ReschedulePolicy, RESCHEDULE, `${groupAt}.ReschedulePolicy`);
    look(group.Disconnect, DISCONNECT, `${groupAt}.Disconnect`);
    services(group, groupAt);
    for (const [index, task] of (group.Tasks ?? []).entries()) {
      const taskAt = `${groupAt}.Tasks[${String(index)}]`;
      look(task, TASK, taskAt);
      look(task.RestartPolicy, RESTART, `${taskAt}.RestartPolicy`);
      services(task, taskAt);
      for (const [identity, each] of (task.Identities ?? []).entries()) look(each, IDENTITY, `${taskAt}.Identities[${String(identity)}]`);
      for (const [template, each] of (task.Templates ?? []).entries()) {
        look(each, TEMPLATE, `${taskAt}.Templates[${String(template)}]`);
        look(each.Wait, WAIT, `${taskAt}.Templates[${String(template)}].Wait`);
        look(each.ChangeScript, CHANGE_SCRIPT, `${taskAt}.Templates[${String(template)}].ChangeScript`);
      }
    }
  }
}
