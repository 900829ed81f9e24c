import type { ConfigTable } from './config-table';

/** Keys of the java driver, as of Nomad 2.0.5. */
export const JAVA_CONFIG: ConfigTable = {
  args: 'list(string)',
  cap_add: { shape: 'list(string)', since: '1.1.0' },
  cap_drop: { shape: 'list(string)', since: '1.1.0' },
  class: 'string',
  class_path: 'string',
  ipc_mode: { shape: 'string', since: '1.0.4' },
  jar_path: 'string',
  jvm_options: 'list(string)',
  pid_mode: { shape: 'string', since: '1.0.4' },
  work_dir: { shape: 'string', since: '1.9.2' },
};
