import type { Finding } from '../problems';
import { secretLiteralFinding } from '../vault';
import type { Job } from './job.generated';

/** Findings for literals in a job that look like secrets: environment, metadata, arguments, commands and templates. */
export function secretLiteralFindings(job: Job): Finding[] {
  const findings: Finding[] = [];
  const look = (at: string, name: string | undefined, value: unknown): void => {
    const finding = typeof value === 'string' ? secretLiteralFinding(at, name, value) : undefined;
    if (finding !== undefined) findings.push(finding);
  };
  const lookAtMap = (at: string, map: Readonly<Record<string, unknown>> | undefined): void => {
    for (const key in map) look(`${at}.${key}`, key, map[key]);
  };
  lookAtMap('Meta', job.Meta);
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    const groupAt = `TaskGroups[${String(groupIndex)}]`;
    lookAtMap(`${groupAt}.Meta`, group.Meta);
    for (const [serviceIndex, service] of (group.Services ?? []).entries())
      lookAtMap(`${groupAt}.Services[${String(serviceIndex)}].Meta`, service.Meta);
    for (const [taskIndex, task] of (group.Tasks ?? []).entries()) {
      const at = `${groupAt}.Tasks[${String(taskIndex)}]`;
      lookAtMap(`${at}.Env`, task.Env);
      lookAtMap(`${at}.Meta`, task.Meta);
      for (const key of ['command', 'args', 'entrypoint'] as const) {
        const value: unknown = task.Config?.[key];
        for (const word of Array.isArray(value) ? value : [value]) look(`${at}.Config.${key}`, undefined, word);
      }
      for (const [index, template] of (task.Templates ?? []).entries())
        look(`${at}.Templates[${String(index)}].EmbeddedTmpl`, undefined, template.EmbeddedTmpl);
    }
  }
  return findings;
}
