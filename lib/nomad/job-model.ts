import { Model } from '../model';
import { NOMAD_JOB_FIELDS } from './job-fields.generated';

/** The model of a job, shared by everything that reads or writes one. */
export const JOB_MODEL = new Model(NOMAD_JOB_FIELDS);
