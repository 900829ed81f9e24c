import { soundTask } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const CHECK = { Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000 };

/** The checks of one service of a task have names of their own; one that nobody named is named after its service. */
export const checkTwice: JobRule<'group'> = {
  code: 'NOMAD-CHECK-TWICE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, validateServices',
  check({ group }, say) {
    group.Tasks?.forEach((task, taskIndex) => {
      task.Services?.forEach(({ Checks: checks = [] }, index) => {
        if (checks.length < 2) return;
        checks.forEach(({ Name: name = '' }, checkIndex) => {
          if (checks.findIndex(({ Name = '' }) => Name === name) === checkIndex) return;
          say(`Tasks[${String(taskIndex)}].Services[${String(index)}].Checks[${String(checkIndex)}].Name`, {
            message: 'two checks of one name',
            value: name,
            fix: 'give every check of the service a name of its own',
          });
        });
      });
    });
  },
  trips: {
    Tasks: [soundTask({ Services: [{ Name: 'sec-orders-admin', PortLabel: 'health', Checks: [CHECK, { ...CHECK, Path: '/live' }] }] })],
  },
  passes: {
    Tasks: [
      soundTask({
        Services: [{ Name: 'sec-orders-admin', PortLabel: 'health', Checks: [CHECK, { ...CHECK, Name: 'live', Path: '/live' }] }],
      }),
    ],
  },
};
