import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

// Go's \s has fewer characters than JavaScript's.
const NAME = /^[^\0\t\n\f\r ]{1,128}$/u;

/** Before Nomad 1.9.4 a name was made of letters, digits and dashes. */
const ANY_WORD = versionRank('1.9.4');
const OLD_NAME = /^[a-zA-Z0-9-]{1,128}$/;

/** Commands that people may run in a task. */
export const action: JobRule<'task'> = {
  code: 'NOMAD-ACTION',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/actions.go, Action.Validate',
  check({ task: { Actions: actions }, facts }, say) {
    if (actions === undefined) return;
    const form = versionRank(facts.engines.nomad) >= ANY_WORD ? NAME : OLD_NAME;
    actions.forEach(({ Name: name = '', Command: command = '' }, index) => {
      const at = `Actions[${String(index)}]`;
      if (command === '') say(`${at}.Command`, { message: 'an action that does nothing', fix: 'write the command' });
      if (!form.test(name)) {
        const limit = form === NAME ? '1 to 128 characters, no white space' : 'letters, digits and -, 1 to 128';
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
    });
  },
  trips: { Actions: [{ Name: 'flush caches', Command: '/bin/flush' }] },
  passes: { Actions: [{ Name: 'flush-caches', Command: '/bin/flush' }] },
};
