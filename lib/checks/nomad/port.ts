import type { ApiJson, NetworkResource, Port, Task } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedTasks } from './injected-tasks';

const MAX_PORT = 65_535;

/** Ports that a group, and by an old spelling its tasks, ask for. */
export const port: JobRule<'group'> = {
  code: 'NOMAD-PORT',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.validateNetworks',
  check({ group }, say) {
    const taken = new Taken();
    group.Networks?.forEach((network, index) => {
      forEachPort(network, `Networks[${String(index)}]`, (one, at) => {
        taken.label(one, at, true, say);
        taken.socket(one, at, one.IgnoreCollision === true, say);
        checkTarget(one, at, say);
        if (one.IgnoreCollision === true && network.Mode !== undefined && network.Mode !== '' && network.Mode !== 'host') {
          const limit = 'network mode host';
          say(`${at}.IgnoreCollision`, {
            message: 'only ports of the host may collide',
            value: show(network.Mode),
            limit,
            fix: 'remove IgnoreCollision',
          });
        }
      });
    });
    const ofTask = ({ Resources: resources }: ApiJson<Task>, taskAt: string): void => {
      resources?.Networks?.forEach((network, index) => {
        forEachPort(network, `${taskAt}.Resources.Networks[${String(index)}]`, (one, at) => {
          taken.label(one, at, false, say);
          taken.socket(one, at, false, say);
        });
      });
    };
    group.Tasks?.forEach((task, index) => {
      ofTask(task, `Tasks[${String(index)}]`);
    });
    for (const { service, task } of injectedTasks(group)) ofTask(task, `Services[${String(service)}].Connect.SidecarTask`);
  },
  trips: { Networks: [{ Mode: 'bridge', ReservedPorts: [{ Label: 'health', Value: 8080 }], DynamicPorts: [{ Label: 'health' }] }] },
  passes: {
    Count: 1,
    Networks: [{ Mode: 'bridge', ReservedPorts: [{ Label: 'admin', Value: 8080 }], DynamicPorts: [{ Label: 'health', To: -1 }] }],
  },
};

function forEachPort(network: ApiJson<NetworkResource>, at: string, look: (one: ApiJson<Port>, at: string) => void): void {
  network.ReservedPorts?.forEach((one, index) => {
    look(one, `${at}.ReservedPorts[${String(index)}]`);
  });
  network.DynamicPorts?.forEach((one, index) => {
    look(one, `${at}.DynamicPorts[${String(index)}]`);
  });
}

/** Labels and sockets of a group. */
class Taken {
  #labels: Map<string, string> | undefined;
  #sockets: Map<string, string> | undefined;

  /** @param keeps whether later ones are compared with it: those of tasks are not */
  label({ Label: label = '' }: ApiJson<Port>, at: string, keeps: boolean, say: Say): void {
    this.#labels ??= new Map();
    const other = this.#labels.get(label);
    if (other !== undefined)
      say(`${at}.Label`, { message: `this label is taken by ${other}`, value: show(label), fix: 'give the port another label' });
    else if (keeps) this.#labels.set(label, at);
  }

  socket({ Value: value = 0, HostNetwork: network = 'default' }: ApiJson<Port>, at: string, mayCollide: boolean, say: Say): void {
    if (value === 0) return;
    const socket = `${network}:${String(value)}`;
    const other = this.#sockets?.get(socket);
    if (other !== undefined) {
      if (!mayCollide)
        say(`${at}.Value`, {
          message: `this port is taken by ${other}`,
          value: String(value),
          fix: 'choose another port, or leave Value out for any',
        });
    } else if (value > MAX_PORT) {
      say(`${at}.Value`, {
        message: 'there is no such port',
        value: String(value),
        limit: `at most ${String(MAX_PORT)}`,
        fix: 'write another port',
      });
    } else {
      this.#sockets ??= new Map();
      this.#sockets.set(socket, at);
    }
  }
}

function checkTarget({ To: to = 0 }: ApiJson<Port>, at: string, say: Say): void {
  if (to >= -1 && to <= MAX_PORT) return;
  const limit = `0 to ${String(MAX_PORT)}, or -1 for the port of the host`;
  say(`${at}.To`, { message: 'there is no such port in the network of the group', value: String(to), limit, fix: 'write another port' });
}
