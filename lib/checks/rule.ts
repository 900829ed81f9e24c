import type { JsonObject } from '../model';
import type { ApiJob, ApiJson, Service, Task, TaskGroup } from '../nomad';
import type { ProblemCode, Severity } from '../problems';
import type { CheckFacts } from './facts';
import type { Estate } from './estate';

/** A job as Nomad reads it: defaults filled in, durations in nanoseconds. */
export interface JobSubject {
  readonly job: ApiJob;
  readonly facts: CheckFacts;
}

/** A group of a job. */
export interface GroupSubject extends JobSubject {
  readonly group: ApiJson<TaskGroup>;
}

/** A task of a group. */
export interface TaskSubject extends GroupSubject {
  readonly task: ApiJson<Task>;
}

/** A service of a group, or of a task. */
export interface ServiceSubject extends GroupSubject {
  readonly service: ApiJson<Service>;
  /** Undefined for a service of the group. */
  readonly task: ApiJson<Task> | undefined;
}

/** What a rule can look at. */
export interface Subjects {
  readonly job: JobSubject;
  readonly group: GroupSubject;
  readonly task: TaskSubject;
  readonly service: ServiceSubject;
  readonly estate: Estate;
}

/** What a rule says of a place; its code, and the way to the place, are the runner's. */
export interface Saying {
  /** One lower-case sentence without a full stop. */
  readonly message: string;
  readonly value?: string;
  readonly limit?: string;
  /** The change to make, as an imperative. */
  readonly fix: string;
}

/** Says what is wrong. @param at below the subject, `Update.Canary`; empty for the subject itself */
export type Say = (at: string, saying: Saying) => void;

/** Says what is wrong with a member of the estate. @param path its construct path; @param at inside it */
export type SayOfEstate = (path: string, at: string | undefined, saying: Saying) => void;

interface RuleWords {
  /** Which code its findings have; its title stands in PROBLEM_CODES. */
  readonly code: ProblemCode;
  /** `error` where an engine refuses it; `warning` and `note` where engines accept what nobody wants. */
  readonly severity: Severity;
  /** Severity in a program, where the whole job is ours to change. @default severity */
  readonly inProgram?: Severity;
  /** What happens without the rule, for the manual: one or two sentences. */
  readonly protects: string;
  /** Where that is known from: a file of the engine's source, an issue, or what was seen live. */
  readonly source: string;
}

/**
 * A rule about one place of a job. Its examples are fragments in API JSON, laid over a job that nothing is wrong with at
 * the place that the rule looks at.
 */
export interface JobRule<On extends keyof Omit<Subjects, 'estate'>> extends RuleWords {
  readonly on: On;
  readonly check: (subject: Subjects[On], say: Say) => void;
  /** A fragment that the rule finds. */
  readonly trips: JsonObject;
  /** One that it does not. */
  readonly passes: JsonObject;
  /** Facts that the examples need. @default the tested engines alone */
  readonly facts?: Partial<CheckFacts>;
  /** For a rule about tasks: whether it also looks at the tasks Nomad makes of `Connect.SidecarTask`. @default false */
  readonly sidecars?: boolean;
}

/** A rule about what only the whole estate shows. Its examples are estates, as far as the rule looks. */
export interface EstateRule extends RuleWords {
  readonly on: 'estate';
  readonly check: (estate: Estate, say: SayOfEstate) => void;
  readonly trips: Partial<Estate>;
  readonly passes: Partial<Estate>;
}

/** One rule, one file, one code. */
export type Rule = JobRule<'job'> | JobRule<'group'> | JobRule<'task'> | JobRule<'service'> | EstateRule;
