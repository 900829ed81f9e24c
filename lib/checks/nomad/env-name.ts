import type { JobRule } from '../rule';

/** A variable that no program finds under its name. */
export const envName: JobRule<'task'> = {
  code: 'NOMAD-ENV-NAME',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'A name ends at its first equals sign: the variable is another one, with the rest of the name in its value.',
  source: 'Nomad 1.11.3, client/taskenv/env.go (List): name=value, as every process gets it',
  check({ task }, say) {
    for (const name in task.Env) {
      if (name !== '' && !/[=\s\0]/.test(name)) continue;
      say(name === '' ? 'Env' : `Env.${name}`, {
        message: 'a variable of this name reaches no program',
        value: JSON.stringify(name),
        limit: 'no equals sign, no space, not empty',
        fix: 'write a name of letters, digits and underscores',
      });
    }
  },
  trips: { Env: { 'LEVEL=info': '' } },
  passes: { Env: { LEVEL: 'info' } },
};
