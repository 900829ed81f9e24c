import type { ApiJson, Service, ServiceCheck, Task, TaskGroup } from '../../nomad';
import { nearest } from '../../problems';
import { show } from '../../values';
import { soundTask } from '../example-job';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedPorts } from './injected-ports';
import { portOfCheck } from './port-of-check';

const INTEGER = /^[+-]?\d+$/;

/** The ports of a task's services are ports of its group. Of a group's services Nomad does not ask it. */
export const servicePort: JobRule<'group'> = {
  code: 'NOMAD-SERVICE-PORT',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, validateServices',
  check(subject, say) {
    subject.group.Tasks?.forEach((task, taskIndex) => {
      if ((task.Services ?? []).length === 0) return;
      const labels = portLabels(subject.group, task);
      task.Services?.forEach((service, index) => {
        checkService(service, labels, `Tasks[${String(taskIndex)}].Services[${String(index)}]`, say);
      });
    });
  },
  trips: { Tasks: [soundTask({ Services: [{ Name: 'sec-orders-admin', PortLabel: 'admin' }] })] },
  passes: { Tasks: [soundTask({ Services: [{ Name: 'sec-orders-admin', PortLabel: 'health' }] })] },
};

/** Labels of the first network of the group, of the ports that Nomad adds to it, and of the task's own old networks. */
function portLabels(group: ApiJson<TaskGroup>, task: ApiJson<Task>): ReadonlySet<string> {
  const networks = [...(group.Networks ?? []).slice(0, 1), ...(task.Resources?.Networks ?? [])];
  const ports = networks.flatMap(({ ReservedPorts = [], DynamicPorts = [] }) => [...ReservedPorts, ...DynamicPorts]);
  return new Set([...ports.map(({ Label = '' }) => Label), ...injectedPorts(group).map(({ label }) => label)]);
}

function checkService(service: ApiJson<Service>, labels: ReadonlySet<string>, at: string, say: Say): void {
  const { PortLabel: port = '', AddressMode: mode } = service;
  if (port !== '' && !(mode === 'driver' && INTEGER.test(port))) checkLabel(port, labels, `${at}.PortLabel`, say);
  service.Checks?.forEach((check, index) => {
    const label = checkedLabel(service, check);
    // A check without a port of its own has the one of its service, of which it was said.
    if (label !== undefined && label !== port) checkLabel(label, labels, `${at}.Checks[${String(index)}].PortLabel`, say);
  });
}

function checkedLabel(service: ApiJson<Service>, check: ApiJson<ServiceCheck>): string | undefined {
  const label = portOfCheck(service, check);
  return label === undefined || label === '' || INTEGER.test(label) ? undefined : label;
}

function checkLabel(label: string, labels: ReadonlySet<string>, at: string, say: Say): void {
  if (labels.has(label)) return;
  const meant = nearest(label, labels);
  say(at, {
    message: 'the group has no port of this label',
    value: show(label),
    fix: meant === undefined ? 'add the port to Networks[0] of the group' : `write ${show(meant)}`,
  });
}
