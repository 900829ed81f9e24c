import { isPlainObject, type Shape } from '../model';
import type { ApiJob } from './api-json';
import { JOB_MODEL } from './job-model';

/**
 * What of a job Nomad's servers keep and compare: without the members that they do not take over from what is submitted,
 * and without zeros and empty texts where they tell them from nothing by nothing. Two jobs are one to Nomad where these are.
 * @param job with its defaults filled in (`canonicalJob`)
 */
export function keptJob(job: ApiJob): ApiJob {
  return kept('Job', job);
}

/** Members that stay behind when the API's job becomes the server's. */
const LEFT_BEHIND: Readonly<Record<string, readonly string[]>> = {
  Job: [
    ...['Reschedule', 'Migrate', 'ConsulNamespace', 'ParentID', 'Dispatched', 'DispatchIdempotencyToken', 'NomadTokenID', 'Status'],
    ...['StatusDescription', 'Stable', 'Version', 'SubmitTime', 'CreateIndex', 'ModifyIndex', 'JobModifyIndex'],
  ],
  TaskGroup: ['StopAfterClientDisconnect', 'MaxClientDisconnect', 'PreventRescheduleOnLost', 'MaxRunDuration'],
  NetworkResource: ['Device'],
  Resources: ['DiskMB'],
  Service: ['CheckRestart'],
  ServiceCheck: ['Advertise'],
  Vault: ['Policies'],
  WorkloadIdentity: ['ExtraClaims'],
  ScalingPolicy: ['ID', 'Namespace', 'Target', 'CreateIndex', 'ModifyIndex'],
};

/** Scalars that the servers hold by reference: zero is a value there, and not the same as nothing. */
const REFERENCES: Readonly<Record<string, readonly string[]>> = {
  TaskGroup: ['ShutdownDelay'],
  Template: ['Uid', 'Gid'],
  WaitConfig: ['Min', 'Max'],
  SidecarTask: ['KillTimeout', 'ShutdownDelay'],
  DisconnectStrategy: ['StopOnClientAfter', 'Replace'],
  ConsulGatewayProxy: ['ConnectTimeout'],
  ConsulIngressService: ['MaxConnections', 'MaxPendingRequests', 'MaxConcurrentRequests'],
};

/** Lists that the servers lose where they are empty, whenever they copy a job. */
const LOST_WHEN_EMPTY: Readonly<Record<string, readonly string[]>> = {
  SidecarTask: ['VolumeMounts', 'Identities'],
  Spread: ['SpreadTarget'],
};

/** Structs that the servers hold by value: without members they are as good as absent. */
const VALUES: readonly string[] = ['ConsulMeshGateway', 'TaskSchedule'];

function kept(struct: string, object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { fields } = JOB_MODEL.struct(struct);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || LEFT_BEHIND[struct]?.includes(key) === true) continue;
    if (Array.isArray(value) && value.length === 0 && LOST_WHEN_EMPTY[struct]?.includes(key) === true) continue;
    if (isZero(value) && REFERENCES[struct]?.includes(key) !== true) continue;
    const shape = fields.get(key)?.shape;
    const own = shape === undefined ? value : keptValue(shape, value);
    if (shape?.kind === 'struct' && VALUES.includes(shape.name) && Object.keys(own as object).length === 0) continue;
    result[key] = own;
  }
  return result;
}

function keptValue(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'struct' && isPlainObject(value)) return kept(shape.name, value);
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((element) => keptValue(shape.of, element));
  if (shape.kind === 'map' && isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, keptValue(shape.of, member)]));
  return value;
}

function isZero(value: unknown): boolean {
  return value === 0 || value === false || value === '';
}
