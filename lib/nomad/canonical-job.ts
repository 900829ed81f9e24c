import { decodeApiJson, type JsonObject } from '../model';
import type { ApiJob } from './api-json';
import { canonicalizeGroup, UPDATE_DEFAULTS } from './canonical-group';
import { dropEmpty, fill, fillWeights, type JobDraft } from './job-draft';
import { JOB_MODEL } from './job-model';

/**
 * A job as Nomad's servers see it: decoded as Go does it, with every default filled in and every setting of the job handed
 * down to its groups and tasks, as `Canonicalize` of Nomad 1.11.3 does it. What its admission makes on top (the tasks and
 * ports of sidecars) is not there.
 *
 * A member of the zero value that nobody wrote may be absent. The job is a new object; what drivers and proxies are handed
 * unread is shared.
 * @param json the job itself, without an outer `Job`
 */
export function canonicalJob(json: JsonObject): ApiJob {
  return canonicalize(decodeApiJson(JOB_MODEL, 'Job', json));
}

/** Fills in the defaults of a job that was decoded. Changes it. */
export function canonicalize(decoded: Record<string, unknown>): ApiJob {
  const job = decoded as JobDraft;
  job.ID ??= '';
  job.Name ??= job.ID;
  // An empty one is refused before the servers fill it in.
  job.Namespace ??= 'default';
  if (job.Priority === undefined || job.Priority === 0) job.Priority = 50;
  job.Region ??= 'global';
  if (job.NodePool === undefined || job.NodePool === '') job.NodePool = 'default';
  job.Type ??= 'service';
  job.AllAtOnce ??= false;
  if (job.Datacenters === undefined || job.Datacenters.length === 0) job.Datacenters = ['*'];
  dropEmpty(job, ['Meta', 'Constraints', 'Affinities', 'Spreads']);
  fillWeights(job.Affinities);
  fillWeights(job.Spreads);
  if (job.UI !== undefined) dropEmpty(job.UI, ['Links']);
  if (job.Update !== undefined) fill(job.Update, UPDATE_DEFAULTS);
  else if (job.Type === 'service' || job.Type === 'system') job.Update = { ...UPDATE_DEFAULTS };
  canonicalizePeriodic(job);
  if (job.ParameterizedJob !== undefined) {
    const { ParameterizedJob: parameterized } = job;
    if (parameterized.Payload === undefined || (parameterized.Payload as string) === '') parameterized.Payload = 'optional';
  }
  canonicalizeMultiregion(job);
  for (const group of job.TaskGroups ?? []) canonicalizeGroup(group, job);
  dropWhatGroupsHave(job);
  return job;
}

function canonicalizePeriodic({ Periodic: periodic }: JobDraft): void {
  if (periodic === undefined) return;
  fill(periodic, { Enabled: true, Spec: '', SpecType: 'cron', ProhibitOverlap: false });
  periodic.Specs ??= [];
  if (periodic.TimeZone === undefined || periodic.TimeZone === '') periodic.TimeZone = 'UTC';
}

function canonicalizeMultiregion({ Multiregion: multiregion }: JobDraft): void {
  if (multiregion === undefined) return;
  multiregion.Strategy = fill(multiregion.Strategy ?? {}, { MaxParallel: 0 });
  multiregion.Regions ??= [];
  for (const region of multiregion.Regions) region.Count ??= 1;
}

/** The groups have these now; of the update block, the job keeps two settings. */
function dropWhatGroupsHave(job: JobDraft): void {
  delete job.Reschedule;
  delete job.Migrate;
  const { MaxParallel = 0, Stagger = 0 } = job.Update ?? {};
  if (MaxParallel > 0) job.Update = { MaxParallel, Stagger };
  else delete job.Update;
}
