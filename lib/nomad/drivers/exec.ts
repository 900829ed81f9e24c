import type { ConfigTable } from './config-table';

/** Keys of the exec driver, as of Nomad 2.0.5. */
export const EXEC_CONFIG: ConfigTable = {
  command: { shape: 'string', required: true },
  args: 'list(string)',
  cap_add: { shape: 'list(string)', since: '1.1.0' },
  cap_drop: { shape: 'list(string)', since: '1.1.0' },
  ipc_mode: { shape: 'string', since: '1.0.4' },
  pid_mode: { shape: 'string', since: '1.0.4' },
  work_dir: { shape: 'string', since: '1.9.2' },
};
