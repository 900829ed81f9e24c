import type { ConfigTable } from './config-table';

/** Keys of the raw_exec driver, as of Nomad 2.0.5. */
export const RAW_EXEC_CONFIG: ConfigTable = {
  command: { shape: 'string', required: true },
  args: 'list(string)',
  cgroup_v1_override: { shape: 'list(map(string))', since: '1.8.0' },
  cgroup_v2_override: { shape: 'string', since: '1.8.0' },
  denied_envvars: { shape: 'list(string)', since: '1.10.0' },
  oom_score_adj: { shape: 'number', since: '1.8.1' },
  work_dir: { shape: 'string', since: '1.9.2' },
};
