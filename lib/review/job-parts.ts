import type { ApiJob, ApiJson, NetworkResource, Service, Task, TaskGroup, WorkloadIdentity } from '../nomad';

/** Parts of a job in API JSON, under short names. */
export type ApiGroup = ApiJson<TaskGroup>;
export type ApiTask = ApiJson<Task>;
export type ApiService = ApiJson<Service>;
export type ApiIdentity = ApiJson<WorkloadIdentity>;
export type ApiNetwork = ApiJson<NetworkResource>;

/** A group of a job by its name. */
export function groupOf(job: ApiJob, name: string): ApiGroup | undefined {
  return job.TaskGroups?.find(({ Name }) => Name === name);
}

/** Whether one instance runs on every server. */
export function runsEverywhere({ Type }: ApiJob): boolean {
  return Type === 'system' || Type === 'sysbatch';
}

/** Whether it only makes other jobs: nothing of it runs itself. */
export function isTemplate({ Periodic, ParameterizedJob }: ApiJob): boolean {
  return Periodic !== undefined || ParameterizedJob !== undefined;
}
