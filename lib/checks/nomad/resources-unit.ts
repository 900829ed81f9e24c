import type { JobRule } from '../rule';

/** What no server has: then the unit is another. MB, but for CPU: MHz. */
const MOST = { CPU: 1_000_000, MemoryMB: 33_554_432, MemoryMaxMB: 33_554_432, SecretsMB: 33_554_432 } as const;

/** Bytes where Nomad reads megabytes. */
export const resourcesUnit: JobRule<'task'> = {
  code: 'NOMAD-RESOURCES-UNIT',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'No server has as much. The allocation waits for ever, and the apply of a job without a deployment is green.',
  source: 'Nomad 1.11.3, nomad/structs/structs.go (Resources.Validate): no upper limit; hashicorp/nomad#24824',
  check({ task }, say) {
    const { Resources } = task;
    if (Resources === undefined) return;
    for (const [field, most] of Object.entries(MOST)) {
      const value = Resources[field as keyof typeof MOST];
      if (value === undefined || value <= most) continue;
      say(`Resources.${field}`, {
        message:
          field === 'CPU' ? 'this is a number of MHz, and no server has as many' : 'this is a number of MB, and no server has as many',
        value: String(value),
        limit: `at most ${String(most)}`,
        fix:
          field !== 'CPU' && value % 1_048_576 === 0
            ? `write ${String(value / 1_048_576)}, which is as many bytes`
            : `write a number of ${field === 'CPU' ? 'MHz' : 'MB'}`,
      });
    }
  },
  trips: { Resources: { MemoryMB: 268_435_456 } },
  passes: { Resources: { MemoryMB: 256 } },
};
