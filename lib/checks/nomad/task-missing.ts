import type { ApiJson, TaskGroup } from '../../nomad';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** A group of no tasks. */
export const taskMissing: JobRule<'group'> = {
  code: 'NOMAD-TASK-MISSING',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.Validate; nomad/job_endpoint_hook_connect.go',
  check({ group }, say) {
    if ((group.Tasks ?? []).length === 0 && !getsProxy(group))
      say('Tasks', { message: 'a task group without a task', fix: 'write a task' });
  },
  trips: { Tasks: [] },
  passes: {},
};

/** Nomad adds a task for the proxy of a service before it counts; not where it finds no network for it. */
function getsProxy({ Networks: networks = [], Services: services = [] }: ApiJson<TaskGroup>): boolean {
  if (networks.length === 0) return false;
  return services.some(
    ({ Connect }) => Connect?.SidecarService !== undefined || (Connect?.Gateway !== undefined && Connect.Native !== true),
  );
}
