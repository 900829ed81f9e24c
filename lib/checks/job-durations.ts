import { ofLast } from '../model';
import type { ApiJob } from '../nomad';

const HOUR = 3_600_000_000_000;
const DAY = 24 * HOUR;

/** Fields that hold a length of time, with the longest that anybody means, and the blocks and lists of blocks below. */
interface Shape {
  readonly fields: readonly (readonly [field: string, longest: number])[];
  readonly blocks: readonly (readonly [name: string, shape: Shape])[];
}

function shape(fields: Readonly<Record<string, number>>, blocks: Readonly<Record<string, Shape>> = {}): Shape {
  return { fields: Object.entries(fields), blocks: Object.entries(blocks) };
}

const ROLLOUT = shape({ MinHealthyTime: DAY, HealthyDeadline: 7 * DAY, ProgressDeadline: 7 * DAY });
const RESTART = shape({ Delay: DAY, Interval: 30 * DAY });
const RESCHEDULE = shape({ Delay: DAY, MaxDelay: 30 * DAY, Interval: 365 * DAY });
const DISCONNECT = shape({ LostAfter: 365 * DAY, StopOnClientAfter: 365 * DAY });
const CHECK_RESTART = shape({ Grace: DAY });
const CHECK = shape({ Interval: 7 * DAY, Timeout: DAY }, { CheckRestart: CHECK_RESTART });
const IDENTITY = shape({ TTL: 366 * DAY });
const TASK_TIMES = { KillTimeout: DAY, ShutdownDelay: DAY };
const TEMPLATE = shape({ Splay: DAY }, { Wait: shape({ Min: DAY, Max: 7 * DAY }), ChangeScript: shape({ Timeout: DAY }) });
const CONNECT = shape({}, { SidecarTask: shape(TASK_TIMES) });
const SERVICE = shape({}, { CheckRestart: CHECK_RESTART, Connect: CONNECT, Identity: IDENTITY, Checks: CHECK });
const TASK = shape(TASK_TIMES, { RestartPolicy: RESTART, Services: SERVICE, Identities: IDENTITY, Templates: TEMPLATE });
const GROUP = shape(
  { ShutdownDelay: DAY, MaxRunDuration: 365 * DAY },
  {
    Update: ROLLOUT,
    Migrate: ROLLOUT,
    RestartPolicy: RESTART,
    ReschedulePolicy: RESCHEDULE,
    Disconnect: DISCONNECT,
    Services: SERVICE,
    Tasks: TASK,
  },
);
const JOB = shape({}, { Update: ROLLOUT, Migrate: ROLLOUT, Reschedule: RESCHEDULE, TaskGroups: GROUP });

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
  for (const [field, longest] of fields) {
    const value = members[field];
    if (typeof value !== 'number' || value <= 0 || (value >= SHORTEST_MEANT && value <= longest)) continue;
    (found ??= []).push({ nanoseconds: value, at: field, longest });
  }
  for (const [name, below] of blocks) {
    const block = members[name];
    if (typeof block !== 'object' || block === null) continue;
    if (!Array.isArray(block)) found = withPlace(found, oddIn(block, below), name);
    else
      block.forEach((one, index) => {
        const inside = oddIn(one as object, below);
        if (inside.length > 0) found = withPlace(found, inside, `${name}[${String(index)}]`);
      });
  }
  return found ?? NONE;
}

function withPlace(found: OddDuration[] | undefined, inside: readonly OddDuration[], place: string): OddDuration[] | undefined {
  if (inside.length === 0) return found;
  return [...(found ?? []), ...inside.map((odd) => ({ ...odd, at: `${place}.${odd.at}` }))];
}
