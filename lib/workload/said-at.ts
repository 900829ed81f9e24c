import type { Job } from '../nomad';
import type { CallSite } from '../problems';
import type { SecretOwner } from '../vault';
import type { GroupDraft } from './group-draft';
import { environmentFile } from './render-task';
import type { TaskDraft } from './task-draft';

/** A statement of the program. */
export interface SaidPlace {
  /** In the words of the workload, `env.LOG_LEVEL`; undefined where it has none for the place. */
  readonly at?: string;
  readonly source: string | undefined;
}

const IN_TASK = /^TaskGroups\[0\]\.Tasks\[(?<task>\d+)\](?:\.Env\.(?<variable>.+)|\.Templates\[(?<template>\d+)\].*|$|[.[])/;
const UPSTREAM = /^TaskGroups\[0\]\.Services\[(?<service>\d+)\]\.Connect\.SidecarService\.Proxy\.Upstreams\[(?<upstream>\d+)\]/;

/** The verb and the line behind a place of a rendered job; undefined where the workload as a whole stands behind it. @param owner whose secrets they are */
export function saidAt(at: string, job: Job, group: GroupDraft, owner: SecretOwner): SaidPlace | undefined {
  const [rendered] = job.TaskGroups ?? [];
  const call = UPSTREAM.exec(at)?.groups;
  if (call !== undefined) {
    const proxy = rendered?.Services?.[Number(call['service'])]?.Connect?.SidecarService?.Proxy;
    const upstream = group.upstreams.get(proxy?.Upstreams?.[Number(call['upstream'])]?.DestinationName ?? '');
    return upstream === undefined ? undefined : { source: upstream.site.text };
  }
  const match = IN_TASK.exec(at)?.groups;
  const task = rendered?.Tasks?.[Number(match?.['task'])];
  const draft = group.tasks.get(task?.Name ?? '');
  if (match === undefined || draft === undefined) return undefined;
  const { variable, template } = match;
  const words = draft.role === 'main' ? '' : `${draft.name}.`;
  if (variable !== undefined) return { at: `${words}env.${variable}`, source: (draft.env.get(variable)?.site ?? draft.site).text };
  const said = template === undefined ? undefined : fileOf(draft, task?.Templates?.[Number(template)]?.DestPath ?? '', owner);
  if (said !== undefined) return { at: `${words}${said.verb}`, source: said.site.text };
  return draft.role === 'main' ? undefined : { source: draft.site.text };
}

function fileOf(draft: TaskDraft, path: string, owner: SecretOwner): { readonly verb: string; readonly site: CallSite } | undefined {
  const file = path.replace(/^(?:local|secrets)\//, '');
  if (path.startsWith('local/')) {
    const config = draft.configFiles.get(file);
    if (config !== undefined) return { verb: `addConfigFile(${file})`, site: config.site };
    const key = draft.keyFiles.get(file);
    return key === undefined ? undefined : { verb: `readConfig(${file})`, site: key.site };
  }
  const secret = draft.secretFiles.get(file);
  if (secret !== undefined) return { verb: `addSecretFile(${file})`, site: secret.site };
  for (const [label, { value, site }] of draft.secretEnvs)
    if (environmentFile(value.secret.requestOf(owner)) === path) return { verb: `addSecretEnv(${label})`, site };
  return undefined;
}
