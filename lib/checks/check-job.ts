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
export function checkJob(job: ApiJob, facts: CheckFacts, options: CheckJobOptions): Finding[] {
  const run = new Run(options);
  run.rules(JOB_RULES, { job, facts }, '');
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    const groupAt = `TaskGroups[${String(groupIndex)}]`;
    run.rules(GROUP_RULES, { job, facts, group }, groupAt);
    run.services(job, facts, group, undefined, groupAt);
    for (const [index, task] of (group.Tasks ?? []).entries()) {
      const taskAt = `${groupAt}.Tasks[${String(index)}]`;
      run.rules(TASK_RULES, { job, facts, group, task }, taskAt);
      run.services(job, facts, group, task, taskAt);
    }
    for (const { service, task } of injectedTasks(group)) {
      run.rules(SIDECAR_RULES, { job, facts, group, task }, `${groupAt}.Services[${String(service)}].Connect.SidecarTask`);
    }
  }
  return run.findings;
}

class Run {
  readonly findings: Finding[] = [];
  readonly #inProgram: boolean;

  constructor({ inProgram }: CheckJobOptions) {
    this.#inProgram = inProgram;
  }

  rules<On extends keyof Omit<Subjects, 'estate'>>(rules: readonly JobRule<On>[], subject: Subjects[On], at: string): void {
    for (const rule of rules) {
      rule.check(subject, (below: string, saying: Saying) => {
        const severity = this.#inProgram ? (rule.inProgram ?? rule.severity) : rule.severity;
        this.findings.push({ code: rule.code, severity, at: joined(at, below), ...saying });
      });
    }
  }

  services(job: ApiJob, facts: CheckFacts, group: ApiJson<TaskGroup>, task: ApiJson<Task> | undefined, at: string): void {
    const services: readonly ApiJson<Service>[] = (task ?? group).Services ?? [];
    for (const [index, service] of services.entries()) {
      this.rules(SERVICE_RULES, { job, facts, group, task, service }, `${at}.Services[${String(index)}]`);
    }
  }
}

function joined(at: string, below: string): string {
  if (at === '' || below === '') return at + below;
  return below.startsWith('[') ? at + below : `${at}.${below}`;
}
