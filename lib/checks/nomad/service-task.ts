import { soundTask } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A service of a task is a service of no other. */
export const serviceTask: JobRule<'group'> = {
  code: 'NOMAD-SERVICE-TASK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.validateServices',
  check({ group }, say) {
    group.Tasks?.forEach((task, taskIndex) => {
      task.Services?.forEach(({ TaskName: owner = '' }, index) => {
        if (owner === '' || owner === task.Name) return;
        say(`Tasks[${String(taskIndex)}].Services[${String(index)}].TaskName`, {
          message: 'a service inside a task is a service of that task',
          value: owner,
          limit: task.Name ?? '',
          fix: 'remove TaskName, or move the service into the other task',
        });
      });
    });
  },
  trips: { Tasks: [soundTask({ Services: [{ Name: 'sec-orders-admin', PortLabel: 'health', TaskName: 'ledger' }] })] },
  passes: { Tasks: [soundTask({ Services: [{ Name: 'sec-orders-admin', PortLabel: 'health', TaskName: 'orders' }] })] },
};
