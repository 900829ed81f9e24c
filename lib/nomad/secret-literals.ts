import type { Finding } from '../problems';
import { addSecretLiterals } from '../vault';
import type { Job, Service, Task } from './job.generated';

/** Settings of a driver that are words of a command: one finding names them all. */
const COMMANDS: readonly string[] = ['command', 'args', 'entrypoint'];

const NOTHING: readonly string[] = [];

/**
 * Findings for literals in a job that look like secrets: wherever people write text of their own. What Nomad shows in its
 * web interface, and what lies in the state of Terraform, are the same places.
 */
export function secretLiteralFindings(job: Job): Finding[] {
  const search = new Search();
  search.map(() => 'Meta', job.Meta);
  job.TaskGroups?.forEach((group, groupIndex) => {
    const groupAt = (): string => `TaskGroups[${String(groupIndex)}]`;
    search.map(() => `${groupAt()}.Meta`, group.Meta);
    group.Services?.forEach((service, index) => {
      search.service(() => `${groupAt()}.Services[${String(index)}]`, service);
    });
    group.Tasks?.forEach((task, index) => {
      search.task(() => `${groupAt()}.Tasks[${String(index)}]`, task);
    });
  });
  return search.findings;
}

/** Hardly any job has a secret, so a place is written only where one is. */
type At = () => string;

class Search {
  readonly findings: Finding[] = [];

  task(at: At, task: Task): void {
    this.map(() => `${at()}.Env`, task.Env);
    this.map(() => `${at()}.Meta`, task.Meta);
    this.#config(() => `${at()}.Config`, task.Config);
    task.Services?.forEach((service, index) => {
      this.service(() => `${at()}.Services[${String(index)}]`, service);
    });
    task.Templates?.forEach(({ EmbeddedTmpl, ChangeScript }, index) => {
      const template: At = () => `${at()}.Templates[${String(index)}]`;
      this.#text(() => `${template()}.EmbeddedTmpl`, undefined, EmbeddedTmpl);
      for (const word of ChangeScript?.Args ?? NOTHING) this.#text(() => `${template()}.ChangeScript.Args`, undefined, word);
    });
    task.Artifacts?.forEach(({ GetterSource, GetterOptions, GetterHeaders }, index) => {
      const artifact: At = () => `${at()}.Artifacts[${String(index)}]`;
      this.#text(() => `${artifact()}.GetterSource`, undefined, GetterSource);
      this.map(() => `${artifact()}.GetterOptions`, GetterOptions);
      this.map(() => `${artifact()}.GetterHeaders`, GetterHeaders);
    });
    task.Actions?.forEach(({ Args }, index) => {
      for (const word of Args ?? NOTHING) this.#text(() => `${at()}.Actions[${String(index)}].Args`, undefined, word);
    });
  }

  service(at: At, { Meta, CanaryMeta, Tags, CanaryTags, Checks, Connect }: Service): void {
    this.map(() => `${at()}.Meta`, Meta);
    this.map(() => `${at()}.CanaryMeta`, CanaryMeta);
    Tags?.forEach((tag, index) => {
      this.#text(() => `${at()}.Tags[${String(index)}]`, undefined, tag);
    });
    CanaryTags?.forEach((tag, index) => {
      this.#text(() => `${at()}.CanaryTags[${String(index)}]`, undefined, tag);
    });
    Checks?.forEach(({ Header, Body, Args }, index) => {
      const check: At = () => `${at()}.Checks[${String(index)}]`;
      for (const name in Header) for (const value of Header[name] ?? NOTHING) this.#text(() => `${check()}.Header.${name}`, name, value);
      this.#text(() => `${check()}.Body`, undefined, Body);
      for (const word of Args ?? NOTHING) this.#text(() => `${check()}.Args`, undefined, word);
    });
    if (Connect?.SidecarTask === undefined) return;
    const sidecar: At = () => `${at()}.Connect.SidecarTask`;
    this.map(() => `${sidecar()}.Env`, Connect.SidecarTask.Env);
    this.#config(() => `${sidecar()}.Config`, Connect.SidecarTask.Config);
  }

  map(at: At, map: Readonly<Record<string, unknown>> | undefined): void {
    for (const key in map) this.#text(() => `${at()}.${key}`, key, map[key]);
  }

  #config(at: At, config: Readonly<Record<string, unknown>> | undefined): void {
    for (const key in config) {
      const value = config[key];
      const here: At = () => `${at()}.${key}`;
      if (COMMANDS.includes(key)) for (const word of Array.isArray(value) ? value : [value]) this.#text(here, undefined, word);
      else if (key !== 'image') addSecretLiterals(this.findings, here, key, value);
    }
  }

  #text(at: At, name: string | undefined, value: unknown): void {
    if (typeof value === 'string') addSecretLiterals(this.findings, at, name, value);
  }
}
