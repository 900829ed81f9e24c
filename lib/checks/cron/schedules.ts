import { ofLast } from '../../model';
import type { ApiJob } from '../../nomad';
import { cronTimes, type CronTimes } from './cron-times';

/** One schedule of a job. */
export interface Schedule {
  readonly spec: string;
  readonly times: CronTimes;
  readonly at: string;
}

const NONE: readonly Schedule[] = [];

/** Schedules of a job that Nomad reads and starts by, in their order. */
export function schedules({ Periodic: periodic }: ApiJob): readonly Schedule[] {
  return periodic === undefined || periodic.Enabled === false ? NONE : readSchedules(periodic);
}

const readSchedules = ofLast(({ Spec: one = '', Specs: more = [] }: NonNullable<ApiJob['Periodic']>): readonly Schedule[] =>
  (one === '' ? more.map((spec, index) => [spec, `Periodic.Specs[${String(index)}]`] as const) : [[one, 'Periodic.Spec'] as const]).flatMap(
    ([spec, at]) => {
      const times = cronTimes(spec);
      return times === undefined ? [] : [{ spec, times, at }];
    },
  ),
);
