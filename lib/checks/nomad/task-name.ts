import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const SLASH = /[/\\]/;
/** Nomad 1.11.0 took the folder that all tasks share from the names a task may have. */
const ALLOC_IS_TAKEN = versionRank('1.11.0');

/** A task is a folder of its allocation. */
export const taskName: JobRule<'task'> = {
  code: 'NOMAD-TASK-NAME',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate; hashicorp/nomad#27001',
  sidecars: true,
  check({ task: { Name: name = '' }, facts }, say) {
    if (name === '') {
      say('Name', { message: 'a task without a name', fix: 'give the task a name' });
    } else if (name === 'alloc' && versionRank(facts.engines.nomad) >= ALLOC_IS_TAKEN) {
      say('Name', { message: 'alloc is the folder that the tasks of an allocation share', value: name, fix: 'give the task another name' });
    } else if (SLASH.test(name)) {
      say('Name', { message: 'the name of a task is the name of a folder', value: name, fix: 'write the name without slashes' });
    } else if (name.includes('\0')) {
      say('Name', { message: 'the name of a task holds a null character', value: show(name), fix: 'remove the null character' });
    }
  },
  trips: { Name: 'orders/worker' },
  passes: { Name: 'orders-worker' },
};
