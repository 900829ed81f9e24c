import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Files of logs, and the disk they lie on. */
export const log: JobRule<'task'> = {
  code: 'NOMAD-LOG',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, LogConfig.Validate',
  sidecars: true,
  check({ group, task }, say) {
    if (task.LogConfig === undefined) return;
    const { MaxFiles: files = 0, MaxFileSizeMB: size = 0 } = task.LogConfig;
    const disk = group.EphemeralDisk?.SizeMB ?? Infinity;
    if (files < 1) {
      say('LogConfig.MaxFiles', {
        message: 'logs without a file',
        value: String(files),
        limit: 'at least 1',
        fix: 'write how many files are kept',
      });
    }
    if (size < 1) {
      const limit = 'at least 1 MiB';
      say('LogConfig.MaxFileSizeMB', {
        message: 'log files without room',
        value: `${String(size)} MiB`,
        limit,
        fix: 'write how large a file may grow',
      });
    }
    if (disk <= files * size) {
      say('LogConfig', {
        message: 'the logs of one task fill the disk of its group',
        value: `${String(files)} files of ${String(size)} MiB`,
        limit: `less than EphemeralDisk.SizeMB, ${String(disk)} MiB`,
        fix: 'keep fewer or smaller log files, or raise EphemeralDisk.SizeMB',
      });
    }
  },
  trips: { LogConfig: { MaxFiles: 10, MaxFileSizeMB: 50 } },
  passes: { LogConfig: { MaxFiles: 5, MaxFileSizeMB: 50 } },
};
