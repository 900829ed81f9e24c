import type { ApiJson } from './api-json';
import { canonicalizeConnect } from './canonical-connect';
import { SECOND } from './canonical-resources';
import { dropEmpty, type Draft, type GroupDraft, type JobDraft, type ServiceDraft, type TaskDraft } from './job-draft';
import type { CheckRestart, ServiceCheck } from './job.generated';

/** @param task undefined for a service of the group */
export function canonicalizeService(service: ServiceDraft, task: TaskDraft | undefined, group: GroupDraft, job: JobDraft): void {
  canonicalizeName(service, task, group, job);
  if ((service.AddressMode ?? '') === '') service.AddressMode = 'auto';
  if ((service.OnUpdate ?? '') === '') service.OnUpdate = 'require_healthy';
  if ((service.Provider ?? '') === '') service.Provider = 'consul';
  if ((service.Cluster ?? '') === '') service.Cluster = 'default';
  dropEmpty(service, ['Meta', 'CanaryMeta', 'TaggedAddresses', 'Tags', 'CanaryTags', 'Checks']);
  if (task !== undefined && (service.TaskName ?? '') === '') service.TaskName = task.Name ?? '';
  if (service.Weights !== undefined) {
    if ((service.Weights.Passing ?? 0) <= 0) service.Weights.Passing = 1;
    if ((service.Weights.Warning ?? 0) <= 0) service.Weights.Warning = 1;
  }
  if (service.Connect !== undefined) canonicalizeConnect(service.Connect);
  if (task === undefined) interpolateConnectName(service, group, job);
  for (const check of service.Checks ?? []) canonicalizeCheck(check, service, task !== undefined);
  if (service.Identity !== undefined && service.Provider === 'consul') {
    const { Name: name = '', PortLabel: port = '', TaskName: taskName = '' } = service;
    service.Identity.Name = `consul-service_${taskName === '' ? '' : `${taskName}-`}${name}-${port}`;
    service.Identity.ServiceName = name;
  }
}

/** A name that nobody gave is made of the names around it, and may hold them: `${JOB}-api`. */
function canonicalizeName(service: ServiceDraft, task: TaskDraft | undefined, group: GroupDraft, job: JobDraft): void {
  const { Name: jobName = '' } = job;
  const { Name: groupName = '' } = group;
  const taskName = task?.Name ?? '';
  if ((service.Name ?? '') === '') service.Name = task === undefined ? `${jobName}-${groupName}` : `${jobName}-${groupName}-${taskName}`;
  if (service.Name?.includes('${') !== true) return;
  const owner = task === undefined ? 'group' : taskName;
  const known: Record<string, string | undefined> = {
    JOB: jobName,
    TASKGROUP: groupName,
    TASK: owner,
    BASE: `${jobName}-${groupName}-${owner}`,
  };
  service.Name = interpolated(service.Name, known);
}

/** The server knows these when it names the proxy of a service; the others stay for the client. */
function interpolateConnectName(service: ServiceDraft, group: GroupDraft, job: JobDraft): void {
  const { Connect: connect } = service;
  if (connect?.SidecarService === undefined && (connect?.Gateway === undefined || connect.Native === true)) return;
  if (group.Networks === undefined || group.Networks.length === 0 || service.Name?.includes('${') !== true) return;
  const known: Record<string, string | undefined> = {
    NOMAD_JOB_ID: job.ID,
    NOMAD_JOB_NAME: job.Name,
    NOMAD_GROUP_NAME: group.Name,
    NOMAD_ALLOC_INDEX: '0',
    NOMAD_REGION: job.Region,
  };
  for (const [key, value] of Object.entries({ ...job.Meta, ...group.Meta })) {
    known[`NOMAD_META_${key.toUpperCase()}`] = value;
    known[`NOMAD_META_${key}`] = value;
  }
  service.Name = interpolated(service.Name, known);
}

function interpolated(name: string, known: Readonly<Record<string, string | undefined>>): string {
  return name.replace(/\$\{([a-zA-Z0-9_\-.]+)\}/g, (all, variable: string) => {
    const value = Object.hasOwn(known, variable) ? known[variable] : undefined;
    return value === undefined || (value === '' && variable.startsWith('NOMAD_')) ? all : value;
  });
}

function canonicalizeCheck(check: Draft<ApiJson<ServiceCheck>>, service: ServiceDraft, ofTask: boolean): void {
  check.CheckRestart = mergedCheckRestart(service.CheckRestart, check.CheckRestart);
  if (check.CheckRestart === undefined) delete check.CheckRestart;
  if ((check.SuccessBeforePassing ?? 0) < 0) check.SuccessBeforePassing = 0;
  if ((check.FailuresBeforeCritical ?? 0) < 0) check.FailuresBeforeCritical = 0;
  if ((check.FailuresBeforeWarning ?? 0) < 0) check.FailuresBeforeWarning = 0;
  if ((check.OnUpdate ?? '') === '') check.OnUpdate = service.OnUpdate;
  dropEmpty(check, ['Args', 'Header']);
  if ((check.Name ?? '') === '') check.Name = `service: ${JSON.stringify(service.Name ?? '')} check`;
  // The API's decoder does not hand on the task of a check of a task's service.
  if (ofTask || (check.TaskName ?? '') === '') check.TaskName = service.TaskName === 'group' ? '' : (service.TaskName ?? '');
}

function mergedCheckRestart(
  service: ServiceDraft['CheckRestart'],
  check: Draft<ApiJson<CheckRestart>> | undefined,
): Draft<ApiJson<CheckRestart>> | undefined {
  if (service === undefined && check === undefined) return undefined;
  const limit = service !== undefined && (check?.Limit ?? 0) <= 0 ? service.Limit : check?.Limit;
  return {
    Limit: limit ?? 0,
    Grace: check?.Grace ?? service?.Grace ?? SECOND,
    IgnoreWarnings: check?.IgnoreWarnings === true || service?.IgnoreWarnings === true,
  };
}
