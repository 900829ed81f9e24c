import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** The disk of an allocation. */
export const ephemeralDisk: JobRule<'group'> = {
  code: 'NOMAD-EPHEMERAL-DISK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, EphemeralDisk.Validate',
  check({ group: { EphemeralDisk: disk } }, say) {
    const { SizeMB: size = 300 } = disk ?? {};
    if (size >= 10) return;
    say('EphemeralDisk.SizeMB', {
      message: 'too little disk for any allocation',
      value: `${String(size)} MiB`,
      limit: 'at least 10 MiB',
      fix: 'ask for the disk the tasks need',
    });
  },
  trips: { EphemeralDisk: { SizeMB: 5 } },
  passes: { EphemeralDisk: { SizeMB: 500 } },
};
