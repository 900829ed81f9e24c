import type { ApiJson, Task, TaskGroup } from '../../nomad';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const PROXY = 'connect-proxy:';

/** A task that says it is a sidecar, as Nomad writes it into the jobs that it gives back. */
export const taskKind: JobRule<'task'> = {
  code: 'NOMAD-TASK-KIND',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate and ValidateConnectProxyService',
  check({ group, task }, say) {
    const { Kind: kind = '' } = task;
    if (!kind.startsWith(PROXY) || kind.length === PROXY.length) return;
    if (speaksMesh(group, task)) return;
    const name = kind.slice(PROXY.length);
    if (!(group.Services ?? []).some((service) => service.Name === name && service.Connect?.SidecarService !== undefined)) {
      say('Kind', {
        message: 'the sidecar of a service that the group does not have',
        value: kind,
        fix: 'remove the task; Nomad makes sidecars itself',
      });
    }
    if ((task.Services ?? []).length > 0)
      say('Services', { message: 'a sidecar has no services of its own', value: kind, fix: 'remove Kind, or Services' });
    if (task.Leader === true) say('Leader', { message: 'a sidecar leads nothing', value: kind, fix: 'remove Leader' });
  },
  trips: { Kind: 'connect-proxy:sec-ledger' },
  passes: { Kind: '' },
};

/** Whether a service is this task; Nomad writes that over the kind. */
function speaksMesh(
  { Services: services = [], Tasks: tasks = [], Networks: networks = [] }: ApiJson<TaskGroup>,
  { Name: name }: ApiJson<Task>,
): boolean {
  if (networks.length === 0) return false;
  return services.some(({ Connect: connect, TaskName: owner = '' }) => {
    if (connect?.Native !== true || connect.SidecarService !== undefined) return false;
    return owner === '' ? tasks.length === 1 : owner === name;
  });
}
