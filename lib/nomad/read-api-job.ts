import { decodeApiJson, decodeReport, isPlainObject, type JsonObject, type ModelVersions } from '../model';
import type { Finding } from '../problems';
import { durationFinding, unwrapJob } from './api-job';
import type { ApiJob } from './api-json';
import { canonicalize } from './canonical-job';
import { JOB_DIALECT } from './check-job';
import { JOB_MODEL } from './job-model';

/** A job that was read, and what was noticed on the way. */
export interface ReadApiJob {
  /** In canonical form; undefined where Nomad's decoder refuses it. */
  readonly job?: ApiJob;
  /** The job as it was given, without the outer `Job`. */
  readonly written: JsonObject;
  /** Errors where the decoder refuses the job, warnings where it goes on without a word. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a job of anybody in API JSON as a Nomad server of these versions does, with or without the outer `Job`. What only
 * servers set is read and not minded: `GET /v1/job/:id` prints it.
 */
export function readApiJob(json: unknown, versions: ModelVersions): ReadApiJob {
  const { job: written, finding } = unwrapJob(json);
  if (finding !== undefined) return { written: {}, findings: [{ ...finding, severity: 'error' }] };
  const report = decodeReport(JOB_MODEL, 'Job', versions, JOB_DIALECT, durationFinding);
  const decoded = decodeApiJson(JOB_MODEL, 'Job', written, report);
  const { findings } = report.refused;
  if (findings.some(({ severity }) => severity === 'error')) return { written, findings };
  return { job: canonicalize(decoded), written, findings };
}

/**
 * Where a member of a canonical job was written: a group has the policies of its job, and a task those of its group. The
 * address itself where it was written there, or nowhere.
 */
export function writtenAddress(written: JsonObject, at: string): string {
  if (isWritten(written, at)) return at;
  const above = INHERITED.map(([form, replacement]) => (form.test(at) ? at.replace(form, replacement) : undefined));
  return above.find((address) => address !== undefined && isWritten(written, address)) ?? at;
}

const INHERITED: readonly (readonly [form: RegExp, replacement: string])[] = [
  [/^TaskGroups\[\d+\]\.(Update|Migrate)(?=\.|$)/, '$1'],
  [/^TaskGroups\[\d+\]\.ReschedulePolicy(?=\.|$)/, 'Reschedule'],
  [/^(TaskGroups\[\d+\])\.Tasks\[\d+\]\.RestartPolicy(?=\.|$)/, '$1.RestartPolicy'],
  [/^TaskGroups\[\d+\]\.Tasks\[\d+\]\.Vault\.Namespace$/, 'VaultNamespace'],
  [/^(TaskGroups\[\d+\])\.Scaling\.Min$/, '$1.Count'],
];

function isWritten(written: JsonObject, at: string): boolean {
  let value: unknown = written;
  for (const [, key, index] of at.matchAll(/([A-Za-z]\w*)|\[(\d+)\]/g)) {
    if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
    else value = isPlainObject(value) && key !== undefined ? value[key] : undefined;
    if (value === undefined || value === null) return false;
  }
  return true;
}
