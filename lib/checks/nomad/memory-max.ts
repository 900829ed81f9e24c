import type { JobRule } from '../rule';

/** A limit above the reservation, in a cluster that does not give more than is reserved. */
export const memoryMax: JobRule<'task'> = {
  code: 'NOMAD-MEMORY-MAX',
  on: 'task',
  severity: 'warning',
  protects: 'The task is killed at its reservation, as if the higher limit were not there.',
  source: 'Nomad 1.11.3, nomad/job_endpoint_hooks.go (memoryOversubscriptionValidate): a warning of the servers, nothing more',
  check({ task, facts }, say) {
    if (facts.memoryOversubscription !== false) return;
    const { MemoryMaxMB = 0, MemoryMB = 300 } = task.Resources ?? {};
    if (MemoryMaxMB === 0 || MemoryMaxMB === MemoryMB) return;
    say('Resources.MemoryMaxMB', {
      message: 'the scheduler of this platform gives no memory beyond what is reserved',
      value: MemoryMaxMB < 0 ? 'no limit' : `${String(MemoryMaxMB)} MB`,
      limit: `${String(MemoryMB)} MB`,
      fix: 'reserve what the task needs in MemoryMB, or set memoryOversubscription in the facts once the scheduler allows it',
    });
  },
  trips: { Resources: { MemoryMB: 256, MemoryMaxMB: 512 } },
  passes: { Resources: { MemoryMB: 512 } },
  facts: { memoryOversubscription: false },
};
