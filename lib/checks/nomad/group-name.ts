import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** The name by which a group is known in its job. */
export const groupName: JobRule<'group'> = {
  code: 'NOMAD-GROUP-NAME',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate and TaskGroup.Validate',
  check({ group: { Name: name = '' } }, say) {
    if (name === '') say('Name', { message: 'a task group without a name', fix: 'give the group a name' });
    else if (name.includes('\0'))
      say('Name', { message: 'the name of a group holds a null character', value: show(name), fix: 'remove the null character' });
  },
  trips: { Name: '' },
  passes: { Name: 'orders' },
};
