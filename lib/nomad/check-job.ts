import { checkStruct, type Dialect, type ModelVersions } from '../model';
import type { Finding } from '../problems';
import { JOB_MODEL } from './job-model';

/** How mistakes in a job are said. */
export const JOB_DIALECT: Dialect = {
  engine: 'Nomad',
  otherNotation: 'a jobspec file',
  codes: { unknown: 'NOMAD-UNKNOWN-FIELD', type: 'NOMAD-TYPE', duration: 'NOMAD-DURATION', version: 'NOMAD-VERSION', rule: 'NOMAD-RULE' },
};

/**
 * What the engine would drop or refuse in a job: unknown fields, wrong types, numbers for durations, values outside a
 * closed set, fields that the declared versions or the edition do not take. The provider decodes a job with Go's
 * `json.Unmarshal`, which says nothing about any key it does not know, so nobody after this says it.
 */
export function checkJobModel(job: unknown, versions: ModelVersions): Finding[] {
  return checkStruct(JOB_MODEL, 'Job', job, versions, JOB_DIALECT);
}
