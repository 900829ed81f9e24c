import type { ApiJson, Service, ServiceCheck, TaskGroup } from '../../nomad';
import { soundService } from '../example-job';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const CHECK = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10_000_000_000, Timeout: 2_000_000_000, Expose: true };
const INTEGER = /^\+?\d+$/;

/** A check that the sidecar lets through. */
export const checkExpose: JobRule<'group'> = {
  code: 'NOMAD-CHECK-EXPOSE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_expose_check.go; structs/services.go, ServiceCheck.validateConsul',
  check({ group }, say) {
    group.Services?.forEach((service, index) => {
      service.Checks?.forEach((check, checkIndex) => {
        if (check.Expose === true) checkOne(group, service, check, `Services[${String(index)}]`, checkIndex, say);
      });
    });
    group.Tasks?.forEach((task, taskIndex) => {
      task.Services?.forEach(({ Checks: checks = [] }, index) => {
        const exposed = checks.findIndex(({ Expose }) => Expose === true);
        if (exposed < 0) return;
        const at = `Tasks[${String(taskIndex)}].Services[${String(index)}].Checks[${String(exposed)}].Expose`;
        say(at, {
          message: 'a service of a task has no sidecar to let the check through',
          fix: 'move the service to the group, or remove Expose',
        });
      });
    });
  },
  trips: { Services: [soundService({ Checks: [CHECK], Connect: { SidecarService: {} } })] },
  passes: { Services: [soundService({ PortLabel: '8080', Checks: [CHECK], Connect: { SidecarService: {} } })] },
};

function checkOne(
  group: ApiJson<TaskGroup>,
  service: ApiJson<Service>,
  check: ApiJson<ServiceCheck>,
  at: string,
  index: number,
  say: Say,
): void {
  const type = (check.Type ?? '').toLowerCase();
  if (service.Connect?.SidecarService === undefined) {
    say(`${at}.Checks[${String(index)}].Expose`, {
      message: 'the service has no sidecar to let the check through',
      fix: 'remove Expose, or add Connect.SidecarService',
    });
  } else if (type !== 'http' && type !== 'grpc') {
    if (service.Provider === 'nomad') return;
    say(`${at}.Checks[${String(index)}].Expose`, {
      message: 'a sidecar lets paths through, and this check asks for none',
      value: type,
      limit: 'http, grpc',
      fix: 'remove Expose',
    });
  } else if (check.Path?.startsWith('/') === true && !hasLocalPort(group, service.PortLabel ?? '')) {
    say(`${at}.PortLabel`, {
      message: 'where the program behind the sidecar listens is not said',
      value: service.PortLabel ?? '',
      limit: 'a number, or the label of a static port',
      fix: 'write the number of the port',
    });
  }
}

/** Whether Nomad knows the port the program listens on when it takes the job: a dynamic one is chosen later. */
function hasLocalPort(group: ApiJson<TaskGroup>, label: string): boolean {
  for (const { ReservedPorts: reserved = [], DynamicPorts: dynamic = [] } of group.Networks ?? []) {
    const port = [...reserved, ...dynamic].find(({ Label }) => Label === label);
    if (port !== undefined) return (port.Value ?? 0) > 0 || (INTEGER.test(label) && Number(label) > 0);
  }
  return INTEGER.test(label) && Number(label) > 0;
}
