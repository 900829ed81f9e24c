import { Cron } from 'croner';
import type { Finding } from '../problems';
import { show, Value } from '../values';
import { weeklySchedule } from './weekly-schedule';

/** Parameters of a dispatch: Nomad passes them as metadata, `NOMAD_META_<name>`. */
export interface DispatchOptions {
  /** Parameters every dispatch must give (`MetaRequired`). @default - none */
  readonly required?: readonly string[];
  /** Parameters a dispatch may give (`MetaOptional`). @default - none */
  readonly optional?: readonly string[];
  /** Whether a file of up to 16 KiB comes with it (`Payload`), readable at `local/payload`. @default forbidden */
  readonly payload?: 'forbidden' | 'optional' | 'required';
}

export type TriggerModel =
  | { readonly type: 'schedule'; readonly crons: readonly string[] }
  | {
      readonly type: 'dispatch';
      readonly required: readonly string[];
      readonly optional: readonly string[];
      readonly payload: 'forbidden' | 'optional' | 'required';
    }
  | { readonly type: 'once' };

/** What starts a batch job. The kind cannot change in place: Nomad refuses it for a registered job. */
export class Trigger extends Value {
  /** What starts it, as plain data. */
  readonly model: TriggerModel;

  private constructor(model: TriggerModel, problem?: Finding) {
    super(problem);
    this.model = model;
  }

  /**
   * At these times of the platform's time zone, on every matching day: Nomad knows no exchange holidays.
   * @param crons five fields each: minute hour day-of-month month day-of-week; CRON-INVALID otherwise
   */
  static schedule(this: void, ...crons: readonly [string, ...string[]]): Trigger {
    return new Trigger(
      { type: 'schedule', crons: [...crons].sort() },
      crons.map(cronProblem).find((problem) => problem !== undefined),
    );
  }

  /** When somebody dispatches it with parameters. */
  static dispatch(this: void, options: DispatchOptions = {}): Trigger {
    const required = [...(options.required ?? [])].sort();
    const optional = [...(options.optional ?? [])].sort();
    const bad = [...required, ...optional].find((name) => !/^[a-z][a-z0-9_]*$/.test(name));
    const twice = required.find((name) => optional.includes(name));
    const problem: Finding | undefined =
      bad !== undefined
        ? {
            code: 'NAME-INVALID',
            message: 'a parameter becomes the environment variable NOMAD_META_<name>',
            value: show(bad),
            limit: 'lower-case letters, digits, underscore',
            fix: "for instance 'business_date'",
          }
        : twice !== undefined
          ? { code: 'VALUE-CONFLICT', message: 'a parameter is both required and optional', value: show(twice), fix: 'name it once' }
          : undefined;
    return new Trigger({ type: 'dispatch', required, optional, payload: options.payload ?? 'forbidden' }, problem);
  }

  /** Once, when it is first deployed, and again whenever its definition changes. */
  static once(this: void): Trigger {
    return new Trigger({ type: 'once' });
  }
}

/** Finding for a cron expression that Nomad would refuse, or read otherwise than people do. */
function cronProblem(cron: unknown): Finding | undefined {
  const fields = typeof cron === 'string' ? cron.trim().split(/\s+/) : [];
  if (fields.length !== 5) {
    return {
      code: 'CRON-INVALID',
      message:
        'a schedule has five fields: minute hour day-of-month month day-of-week (with six, Nomad reads the last as a year, others the first as seconds)',
      value: show(cron),
      limit: '5 fields',
      fix: "for instance '30 18 * * 1-5'",
    };
  }
  if (weeklySchedule(fields.join(' ')) !== undefined) return undefined;
  let never: boolean;
  try {
    never = new Cron(fields.join(' '), { utcOffset: 0, paused: true }).nextRun() === null;
  } catch (error) {
    return {
      code: 'CRON-INVALID',
      message: `the schedule does not parse: ${error instanceof Error ? error.message : String(error)}`,
      value: show(cron),
      fix: "for instance '30 18 * * 1-5'",
    };
  }
  return never
    ? { code: 'CRON-INVALID', message: 'the schedule never fires', value: show(cron), fix: 'choose a day that exists' }
    : undefined;
}
