import type { ApiJob } from '../nomad';
import { ofLast } from './of-last';

const HOUR = 3_600_000_000_000;
const DAY = 24 * HOUR;

/** Fields that hold a length of time, with the longest that anybody means, and the blocks and lists of blocks below. */
interface Shape {
  readonly fields?: Readonly<Record<string, number>>;
  readonly blocks?: Readonly<Record<string, Shape>>;
}

const ROLLOUT: Shape = { fields: { MinHealthyTime: DAY, HealthyDeadline: 7 * DAY, ProgressDeadline: 7 * DAY } };
const RESTART: Shape = { fields: { Delay: DAY, Interval: 30 * DAY } };
const RESCHEDULE: Shape = { fields: { Delay: DAY, MaxDelay: 30 * DAY, Interval: 365 * DAY } };
const DISCONNECT: Shape = { fields: { LostAfter: 365 * DAY, StopOnClientAfter: 365 * DAY } };
const CHECK_RESTART: Shape = { fields: { Grace: DAY } };
const CHECK: Shape = { fields: { Interval: 7 * DAY, Timeout: DAY }, blocks: { CheckRestart: CHECK_RESTART } };
const IDENTITY: Shape = { fields: { TTL: 366 * DAY } };
const TASK_TIMES = { KillTimeout: DAY, ShutdownDelay: DAY };
const TEMPLATE: Shape = {
  fields: { Splay: DAY },
  blocks: { Wait: { fields: { Min: DAY, Max: 7 * DAY } }, ChangeScript: { fields: { Timeout: DAY } } },
};
const SERVICE: Shape = {
  blocks: {
    CheckRestart: CHECK_RESTART,
    Connect: { blocks: { SidecarTask: { fields: TASK_TIMES } } },
    Identity: IDENTITY,
    Checks: CHECK,
  },
};
const TASK: Shape = {
  fields: TASK_TIMES,
  blocks: { RestartPolicy: RESTART, Services: SERVICE, Identities: IDENTITY, Templates: TEMPLATE },
};
const GROUP: Shape = {
  fields: { ShutdownDelay: DAY, MaxRunDuration: 365 * DAY },
  blocks: {
    Update: ROLLOUT,
    Migrate: ROLLOUT,
    RestartPolicy: RESTART,
    ReschedulePolicy: RESCHEDULE,
    Disconnect: DISCONNECT,
    Services: SERVICE,
    Tasks: TASK,
  },
};
const JOB: Shape = { blocks: { Update: ROLLOUT, Migrate: ROLLOUT, Reschedule: RESCHEDULE, TaskGroups: GROUP } };

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
/** Lengths of time of a job that are too short or too long to be meant: a unit that was lost shows there only. */
export const oddDurations = ofLast((job: ApiJob): readonly OddDuration[] => oddIn(job, JOB));

/** Addresses are put together on the way back from what was found: in nearly every job that is nowhere. */
function oddIn(holder: object, { fields, blocks }: Shape): readonly OddDuration[] {
  let found: OddDuration[] | undefined;
  const members = holder as Readonly<Record<string, unknown>>;
  for (const field in fields) {
    const value = members[field];
    const longest = fields[field] ?? 0;
    if (typeof value !== 'number' || value <= 0 || (value >= SHORTEST_MEANT && value <= longest)) continue;
    (found ??= []).push({ nanoseconds: value, at: field, longest });
  }
  for (const name in blocks) {
    const block = members[name];
    const shape = blocks[name];
    if (typeof block !== 'object' || block === null || shape === undefined) continue;
    if (!Array.isArray(block)) found = withPlace(found, oddIn(block, shape), name);
    else
      for (let index = 0; index < block.length; index++)
        found = withPlace(found, oddIn(block[index] as object, shape), `${name}[${String(index)}]`);
  }
  return found ?? NONE;
}

function withPlace(found: OddDuration[] | undefined, inside: readonly OddDuration[], place: string): OddDuration[] | undefined {
  if (inside.length === 0) return found;
  return [...(found ?? []), ...inside.map((odd) => ({ ...odd, at: `${place}.${odd.at}` }))];
}
