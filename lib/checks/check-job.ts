import type { ApiJob, ApiJson, Service, Task, TaskGroup } from '../nomad';
import type { Finding } from '../problems';
import type { CheckFacts } from './facts';
import type { JobRule, Saying, Subjects } from './rule';
import { injectedTasks } from './nomad/injected-tasks';
import { GROUP_RULES, JOB_RULES, SERVICE_RULES, SIDECAR_RULES, TASK_RULES } from './rules';

export interface CheckJobOptions {
  /** Whether the job is a program's own: some rules are errors there that are warnings about the job of somebody else. */
  readonly inProgram: boolean;
}

/** What the rules say of one job. One walk, every rule at every place it looks at. @param job as Nomad reads it (`canonicalJob`) */
export function checkJob(job: ApiJob, facts: CheckFacts, { inProgram }: CheckJobOptions): Finding[] {
  const run = new Run(inProgram);
  run.rules(JOB_RULES, { job, facts });
  const groups = job.TaskGroups ?? [];
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index];
    if (group !== undefined) run.group(job, facts, group, index);
  }
  return run.findings;
}

/** Thousands of jobs are looked at and hardly any has a fault, so a place has no address and a rule no closure until one speaks. */
class Run {
  readonly findings: Finding[] = [];
  readonly #inProgram: boolean;
  /** Number of the group that is looked at; undefined for the job itself. */
  #group: number | undefined;
  /** Number of the task that is looked at. */
  #task: number | undefined;
  /** Number of the service that is looked at. */
  #service: number | undefined;
  /** Whether it is the task that Nomad makes for the service. */
  #ofSidecar = false;
  #rule: JobRule<keyof Omit<Subjects, 'estate'>> | undefined;

  constructor(inProgram: boolean) {
    this.#inProgram = inProgram;
  }

  rules<On extends keyof Omit<Subjects, 'estate'>>(rules: readonly JobRule<On>[], subject: Subjects[On]): void {
    for (const rule of rules) {
      this.#rule = rule as unknown as JobRule<keyof Omit<Subjects, 'estate'>>;
      rule.check(subject, this.#say);
    }
  }

  group(job: ApiJob, facts: CheckFacts, group: ApiJson<TaskGroup>, index: number): void {
    this.#group = index;
    this.rules(GROUP_RULES, { job, facts, group });
    this.#services(job, facts, group, undefined);
    const tasks = group.Tasks ?? [];
    const injected = injectedTasks(group);
    for (let number = 0; number < tasks.length; number++) {
      const stated = tasks[number];
      if (stated === undefined) continue;
      const task = injected.find(({ known }) => known === number)?.task ?? stated;
      this.#task = number;
      this.rules(TASK_RULES, { job, facts, group, task });
      this.#services(job, facts, group, task);
    }
    this.#task = undefined;
    this.#ofSidecar = true;
    for (const { service, known, task } of injected) {
      if (known !== undefined) continue;
      this.#service = service;
      this.rules(SIDECAR_RULES, { job, facts, group, task });
    }
    this.#ofSidecar = false;
    this.#service = undefined;
  }

  #services(job: ApiJob, facts: CheckFacts, group: ApiJson<TaskGroup>, task: ApiJson<Task> | undefined): void {
    const services: readonly ApiJson<Service>[] = (task ?? group).Services ?? [];
    for (let index = 0; index < services.length; index++) {
      const service = services[index];
      if (service === undefined) continue;
      this.#service = index;
      this.rules(SERVICE_RULES, { job, facts, group, task, service });
    }
    this.#service = undefined;
  }

  readonly #say = (below: string, saying: Saying): void => {
    const rule = this.#rule;
    if (rule === undefined) return;
    const severity = this.#inProgram ? (rule.inProgram ?? rule.severity) : rule.severity;
    this.findings.push({ code: rule.code, severity, at: joined(this.#address(), below), ...saying });
  };

  /** Address of the place that is looked at. */
  #address(): string {
    if (this.#group === undefined) return '';
    let at = `TaskGroups[${String(this.#group)}]`;
    if (this.#task !== undefined) at += `.Tasks[${String(this.#task)}]`;
    if (this.#service !== undefined) at += `.Services[${String(this.#service)}]`;
    return this.#ofSidecar ? `${at}.Connect.SidecarTask` : at;
  }
}

function joined(at: string, below: string): string {
  if (at === '' || below === '') return at + below;
  return below.startsWith('[') ? at + below : `${at}.${below}`;
}
