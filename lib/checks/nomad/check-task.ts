import { nearest } from '../../problems';
import { show } from '../../values';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { taskNames } from './injected-tasks';

const CHECK = { Name: 'ready', Type: 'script', Command: '/bin/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };

/** In which task a check of the group's services runs. */
export const checkTask: JobRule<'group'> = {
  code: 'NOMAD-CHECK-TASK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.validateServices and validateScriptChecksInGroupServices',
  check({ group }, say) {
    let names: readonly string[] | undefined;
    group.Services?.forEach((service, index) => {
      service.Checks?.forEach(({ TaskName: name = '', Type: type }, checkIndex) => {
        const at = `Services[${String(index)}].Checks[${String(checkIndex)}].TaskName`;
        // For a service that speaks the mesh itself Nomad finds the task, or refuses it for that reason.
        if (name === '' && type === 'script' && (service.TaskName ?? '') === '' && service.Connect?.Native !== true) {
          say(at, { message: 'a script runs inside a task, and none is named', fix: 'write TaskName at the check, or at the service' });
        }
        if (name === '') return;
        names ??= taskNames(group);
        if (names.includes(name)) return;
        const fix = `write ${show(nearest(name, names) ?? names[0] ?? '')}`;
        say(at, { message: 'the group has no task of this name', value: name, limit: names.join(', '), fix });
      });
    });
  },
  trips: { Services: [soundService({ Checks: [CHECK] })] },
  passes: { Services: [soundService({ Checks: [{ ...CHECK, TaskName: 'orders' }] })] },
};
