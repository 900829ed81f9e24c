import type { Finding } from '../problems';
import { kindOfSecret, secretLiteralFinding, secretLiteralsIn } from '../vault';
import type { Job, Service, Task } from './job.generated';

/** Settings of a driver that are words of a command: one finding names them all. */
const COMMANDS: readonly string[] = ['command', 'args', 'entrypoint'];

/**
 * Findings for literals in a job that look like secrets: wherever people write text of their own. What Nomad shows in its
 * web interface, and what lies in the state of Terraform, are the same places.
 */
export function secretLiteralFindings(job: Job): Finding[] {
  const search = new Search();
  search.map('Meta', job.Meta);
  job.TaskGroups?.forEach((group, groupIndex) => {
    const groupAt = `TaskGroups[${String(groupIndex)}]`;
    search.map(`${groupAt}.Meta`, group.Meta);
    group.Services?.forEach((service, index) => {
      search.service(`${groupAt}.Services[${String(index)}]`, service);
    });
    group.Tasks?.forEach((task, index) => {
      search.task(`${groupAt}.Tasks[${String(index)}]`, task);
    });
  });
  return search.findings;
}

class Search {
  readonly findings: Finding[] = [];

  task(at: string, task: Task): void {
    this.map(`${at}.Env`, task.Env);
    this.map(`${at}.Meta`, task.Meta);
    this.#config(`${at}.Config`, task.Config);
    task.Services?.forEach((service, index) => {
      this.service(`${at}.Services[${String(index)}]`, service);
    });
    task.Templates?.forEach(({ EmbeddedTmpl, ChangeScript }, index) => {
      this.#text(`${at}.Templates[${String(index)}].EmbeddedTmpl`, undefined, EmbeddedTmpl);
      for (const word of ChangeScript?.Args ?? []) this.#text(`${at}.Templates[${String(index)}].ChangeScript.Args`, undefined, word);
    });
    task.Artifacts?.forEach(({ GetterSource, GetterOptions, GetterHeaders }, index) => {
      this.#text(`${at}.Artifacts[${String(index)}].GetterSource`, undefined, GetterSource);
      this.map(`${at}.Artifacts[${String(index)}].GetterOptions`, GetterOptions);
      this.map(`${at}.Artifacts[${String(index)}].GetterHeaders`, GetterHeaders);
    });
    task.Actions?.forEach(({ Args }, index) => {
      for (const word of Args ?? []) this.#text(`${at}.Actions[${String(index)}].Args`, undefined, word);
    });
  }

  service(at: string, { Meta, CanaryMeta, Tags, CanaryTags, Checks, Connect }: Service): void {
    this.map(`${at}.Meta`, Meta);
    this.map(`${at}.CanaryMeta`, CanaryMeta);
    Tags?.forEach((tag, index) => {
      this.#text(`${at}.Tags[${String(index)}]`, undefined, tag);
    });
    CanaryTags?.forEach((tag, index) => {
      this.#text(`${at}.CanaryTags[${String(index)}]`, undefined, tag);
    });
    Checks?.forEach(({ Header, Body, Args }, index) => {
      for (const name in Header)
        for (const value of Header[name] ?? []) this.#text(`${at}.Checks[${String(index)}].Header.${name}`, name, value);
      this.#text(`${at}.Checks[${String(index)}].Body`, undefined, Body);
      for (const word of Args ?? []) this.#text(`${at}.Checks[${String(index)}].Args`, undefined, word);
    });
    this.map(`${at}.Connect.SidecarTask.Env`, Connect?.SidecarTask?.Env);
    this.#config(`${at}.Connect.SidecarTask.Config`, Connect?.SidecarTask?.Config);
  }

  map(at: string, map: Readonly<Record<string, unknown>> | undefined): void {
    for (const key in map) {
      const value = map[key];
      // Hardly any value is one, so no address is written before.
      if (typeof value === 'string' && kindOfSecret(key, value) !== undefined) this.#text(`${at}.${key}`, key, value);
    }
  }

  #config(at: string, config: Readonly<Record<string, unknown>> | undefined): void {
    for (const key in config) {
      const value = config[key];
      if (COMMANDS.includes(key)) for (const word of Array.isArray(value) ? value : [value]) this.#text(`${at}.${key}`, undefined, word);
      else if (key !== 'image') this.findings.push(...secretLiteralsIn(`${at}.${key}`, key, value));
    }
  }

  #text(at: string, name: string | undefined, value: unknown): void {
    const finding = typeof value === 'string' && value !== '' ? secretLiteralFinding(at, name, value) : undefined;
    if (finding !== undefined) this.findings.push(finding);
  }
}
