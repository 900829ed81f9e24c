import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Every task names its driver. */
export const driver: JobRule<'task'> = {
  code: 'NOMAD-DRIVER',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate',
  check({ task }, say) {
    if (task.Driver !== undefined && task.Driver !== '') return;
    say('Driver', { message: 'a task without a driver', limit: 'for instance docker, exec, raw_exec, java', fix: 'name the driver' });
  },
  trips: { Driver: null },
  passes: { Driver: 'docker' },
};
