import type { JobRule } from '../rule';

/** Share of the disk that logs may take before a note. */
const MOST = 0.9;

/** Logs that leave next to nothing of the disk. */
export const logDisk: JobRule<'group'> = {
  code: 'NOMAD-LOG-DISK',
  on: 'group',
  severity: 'note',
  inProgram: 'warning',
  protects: 'Nomad only asks for a disk that is larger than the logs. What templates, artifacts and the task itself write has no room.',
  source: 'Nomad 1.11.3, nomad/structs/structs.go (LogConfig.Validate, TaskGroup.Validate)',
  check({ group }, say) {
    const disk = group.EphemeralDisk?.SizeMB ?? 300;
    let logs = 0;
    for (const { LogConfig } of group.Tasks ?? []) {
      if (LogConfig?.Disabled !== true) logs += (LogConfig?.MaxFiles ?? 10) * (LogConfig?.MaxFileSizeMB ?? 10);
    }
    if (logs < disk * MOST || logs >= disk) return; // more than all of it is refused
    say('EphemeralDisk.SizeMB', {
      message: 'the logs of the tasks take almost all of this disk',
      value: `${String(logs)} of ${String(disk)} MB`,
      limit: `less than ${String(MOST * 100)} percent`,
      fix: 'keep fewer or smaller log files, or raise EphemeralDisk.SizeMB',
    });
  },
  trips: { EphemeralDisk: { SizeMB: 52 } },
  passes: { EphemeralDisk: { SizeMB: 200 } },
};
