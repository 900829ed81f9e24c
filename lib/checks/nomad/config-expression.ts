import { forEachConfigInterpolation, readInterpolation } from '../../nomad';
import type { JobRule } from '../rule';

const FAULTS = {
  expression: 'a client reads this as an expression of HCL and cannot: a shell would have read it otherwise',
  end: 'this expression has no end',
  directive: 'a client reads this as a directive of HCL, and there is none of this name',
  function: 'a client has no such function',
} as const;

/** Text that is meant for a shell or a program, and that a client reads first. */
export const configExpression: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-EXPRESSION',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Every start of the task fails on its client, whatever the driver, before the command is run.',
  source: 'Nomad 1.11.3, client/allocrunner/taskrunner (ParseHclInterface): the whole config is HCL in JSON',
  sidecars: true,
  check({ task }, say) {
    forEachConfigInterpolation(task.Config, 'Config', (text, at) => {
      const { fault } = readInterpolation(text);
      if (fault === undefined) return;
      say(at, {
        message: FAULTS[fault.what],
        value: fault.text,
        fix: fault.what === 'directive' ? 'write %%{ for the two letters themselves' : 'write $${ for the two letters themselves',
      });
    });
  },
  trips: { Config: { args: ['sh', '-c', 'echo ${GREETING:-hello}'] } },
  passes: { Config: { args: ['sh', '-c', 'echo $${GREETING:-hello} ${NOMAD_TASK_DIR}'] } },
};
