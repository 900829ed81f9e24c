import { soundTask } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** The Consul partition of a task is that of its group. */
export const consulPartition: JobRule<'group'> = {
  code: 'NOMAD-CONSUL-PARTITION',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_consul.go',
  check({ group }, say) {
    const groups = group.Consul?.Partition ?? '';
    if (groups === '') return;
    group.Tasks?.forEach((task, index) => {
      const own = task.Consul?.Partition ?? '';
      if (own === '' || own === groups) return;
      say(`Tasks[${String(index)}].Consul.Partition`, {
        message: 'task and group are in different partitions of Consul',
        value: own,
        limit: `that of the group, ${groups}`,
        fix: 'remove Consul.Partition of the task',
      });
    });
  },
  trips: { Consul: { Partition: 'a' }, Tasks: [soundTask({ Consul: { Partition: 'b' } })] },
  passes: { Consul: { Partition: 'a' }, Tasks: [soundTask({ Consul: { Partition: 'a' } })] },
};
