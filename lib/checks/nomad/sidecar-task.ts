import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedTasks } from './injected-tasks';

/** The task that Nomad makes for a sidecar or a gateway has a name of its own. */
export const sidecarTask: JobRule<'group'> = {
  code: 'NOMAD-SIDECAR-TASK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, groupConnectHook; structs/structs.go, TaskGroup.Validate',
  check({ group }, say) {
    const injected = injectedTasks(group);
    if (injected.length === 0) return;
    const taken = new Set((group.Tasks ?? []).filter((_, index) => !injected.some(({ known }) => known === index)).map(({ Name }) => Name));
    for (const { service, task } of injected) {
      if (taken.has(task.Name)) {
        const fix = 'give one of them another name';
        say(`Services[${String(service)}].Connect.SidecarTask.Name`, {
          message: 'another task of the group has this name',
          value: task.Name ?? '',
          fix,
        });
      }
      taken.add(task.Name);
    }
  },
  trips: { Services: [soundService({ Connect: { SidecarService: {}, SidecarTask: { Name: 'orders' } } })] },
  passes: { Services: [soundService({ Connect: { SidecarService: {}, SidecarTask: { Name: 'envoy', ShutdownDelay: 5_000_000_000 } } })] },
};
