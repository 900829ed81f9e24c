import { taskNetworks, type ApiJson, type NetworkResource, type TaskGroup } from '../../nomad';
import { nearest } from '../../problems';
import type { JobRule } from '../rule';

/** Ports of a container that its group does not have. */
export const configPorts: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-PORTS',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The container is not created for a label that the group does not have, and publishes nothing where there is no port at all.',
  source: 'Nomad 1.11.3, drivers/docker/driver.go (createContainerConfig)',
  check({ group, task }, say) {
    if (task.Driver !== 'docker') return;
    const ports: unknown = task.Config?.['ports'];
    const map: unknown = task.Config?.['port_map'];
    if (!Array.isArray(ports) && map === undefined) return;
    const labels = labelsOf(group);
    const ownNetwork = taskNetworks(task).length > 0;
    if (map !== undefined && !ownNetwork) {
      say('Config.port_map', {
        message: 'port_map maps ports of a network of the task, and the task has none: the container is not created',
        fix: 'write To in the ports of the group, and their labels into ports',
      });
    }
    if (!Array.isArray(ports) || (ownNetwork && labels.length === 0)) return;
    (ports as unknown[]).forEach((label, index) => {
      if (typeof label !== 'string' || label.includes('${') || labels.includes(label) || label.startsWith('connect-proxy-')) return;
      const near = nearest(label, labels);
      say(`Config.ports[${String(index)}]`, {
        message:
          labels.length === 0
            ? 'the group has no ports, so nothing is published'
            : 'the group has no port of this label: the container is not created',
        value: label,
        ...(labels.length === 0 ? {} : { limit: labels.join(', ') }),
        fix: near === undefined ? `add a port ${label} to the network of the group` : `write ${near}`,
      });
    });
  },
  trips: { Config: { ports: ['http'] } },
  passes: { Config: { ports: ['health'] } },
};

function labelsOf({ Networks = [] }: ApiJson<TaskGroup>): string[] {
  return Networks.flatMap(({ ReservedPorts = [], DynamicPorts = [] }: ApiJson<NetworkResource>) =>
    [...ReservedPorts, ...DynamicPorts].map(({ Label = '' }) => Label),
  );
}
