import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

// Go's \s has fewer characters than JavaScript's.
const NAME = /^[^\0\t\n\f\r ]{1,128}$/u;

/** Commands that people may run in a task. */
export const action: JobRule<'task'> = {
  code: 'NOMAD-ACTION',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/actions.go, Action.Validate',
  check({ task }, say) {
    const actions = task.Actions ?? [];
    for (const [index, { Name: name = '', Command: command = '' }] of actions.entries()) {
      const at = `Actions[${String(index)}]`;
      if (command === '') say(`${at}.Command`, { message: 'an action that does nothing', fix: 'write the command' });
      if (!NAME.test(name)) {
        const limit = '1 to 128 characters, no white space';
        say(`${at}.Name`, {
          message: 'Nomad takes no such name of an action',
          value: show(name),
          limit,
          fix: 'write the name as one word',
        });
      }
      if (actions.findIndex(({ Name = '' }) => Name === name) < index) {
        say(`${at}.Name`, { message: 'two actions of one name', value: name, fix: 'give one of them another name' });
      }
    }
  },
  trips: { Actions: [{ Name: 'flush caches', Command: '/bin/flush' }] },
  passes: { Actions: [{ Name: 'flush-caches', Command: '/bin/flush' }] },
};
