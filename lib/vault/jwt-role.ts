import type { PolicyPath } from './policy';

/** What a job may read in Vault: one role and one policy per job, bound by namespace and job id. */
export interface WorkloadRoleModel {
  /** Role and policy name: the job id. */
  readonly name: string;
  /** Nomad namespace that may log in. */
  readonly namespace: string;
  /** Job that may log in. */
  readonly jobId: string;
  /** What its policy allows. */
  readonly paths: readonly PolicyPath[];
}

/** Renewal period of a workload's Vault token, which Nomad renews for the life of the task. */
export const TOKEN_PERIOD_SECONDS = 1800;
