import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** The task that ends its group when it ends. */
export const leader: JobRule<'group'> = {
  code: 'NOMAD-LEADER',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.Validate',
  check({ group: { Tasks: tasks = [] } }, say) {
    const first = tasks.findIndex(({ Leader }) => Leader === true);
    if (first < 0) return;
    tasks.forEach(({ Leader: leads }, index) => {
      if (leads !== true || index === first) return;
      say(`Tasks[${String(index)}].Leader`, {
        message: `Tasks[${String(first)}] is the leader of this group`,
        limit: 'one leader',
        fix: 'remove Leader from one of them',
      });
    });
  },
  trips: {
    Tasks: [
      { Name: 'orders', Driver: 'docker', Leader: true },
      { Name: 'audit', Driver: 'docker', Leader: true },
    ],
  },
  passes: {},
};
