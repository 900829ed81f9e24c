import type { ApiJob } from '../../nomad';
import { cronTimes, type CronTimes } from './cron-times';

/** One schedule of a job. */
export interface Schedule {
  readonly spec: string;
  readonly times: CronTimes;
  readonly at: string;
}

const NONE: readonly Schedule[] = [];
const read = new WeakMap<object, readonly Schedule[]>();

/** Schedules of a job that Nomad reads and starts by, in their order. */
export function schedules({ Periodic: periodic }: ApiJob): readonly Schedule[] {
  if (periodic === undefined || periodic.Enabled === false) return NONE;
  let found = read.get(periodic);
  if (found === undefined) {
    const { Spec: one = '', Specs: more = [] } = periodic;
    found = (
      one === '' ? more.map((spec, index) => [spec, `Periodic.Specs[${String(index)}]`] as const) : [[one, 'Periodic.Spec'] as const]
    ).flatMap(([spec, at]) => {
      const times = cronTimes(spec);
      return times === undefined ? [] : [{ spec, times, at }];
    });
    read.set(periodic, found);
  }
  return found;
}
