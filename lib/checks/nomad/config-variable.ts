import { forEachConfigInterpolation, readInterpolation, taskVariables, type TaskVariables } from '../../nomad';
import { nearest } from '../../problems';
import type { JobRule } from '../rule';

/** A variable that nothing sets, in the config of a container. */
export const configVariable: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-VARIABLE',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'A client fills in variables of the config before the driver runs, and refuses the task for one that it does not have. A variable of the image, or of a script, is none of them.',
  source: 'Nomad 1.11.3, client/taskenv (AllValues) and helper/pluginutils/hclutils',
  check({ job, group, task }, say) {
    // Tasks without an image of their own also have the variables of their server, which nobody knows here.
    if (task.Driver !== 'docker') return;
    let known: TaskVariables | undefined;
    forEachConfigInterpolation(task.Config, 'Config', (text, at) => {
      const { variables, fault } = readInterpolation(text);
      if (fault !== undefined) return; // said by NOMAD-CONFIG-EXPRESSION
      for (const name of variables) {
        known ??= taskVariables(job, group, task);
        if (known.knows(name)) continue;
        const near = nearest(name, known.names);
        say(at, {
          message: 'a client fills this in, and nothing sets it',
          value: name,
          limit: 'the Env of the task, and what Nomad sets',
          fix: near === undefined ? `set it in Env, or write $\${${name}} for the text itself` : `write ${near}`,
        });
      }
    });
  },
  trips: { Config: { args: ['--port', '${NOMAD_PORT_http}'] } },
  passes: { Env: { LEVEL: 'info' }, Config: { args: ['--port', '${NOMAD_PORT_health}', '--level', '${LEVEL}', '$${HOME}'] } },
};
