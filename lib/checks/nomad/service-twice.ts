import type { ApiJson, Service } from '../../nomad';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { portOfService } from './port-of-check';

/** The services of a group are told apart by task, name and port. */
export const serviceTwice: JobRule<'group'> = {
  code: 'NOMAD-SERVICE-TWICE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.validateServices and validateServices',
  check({ group }, say) {
    const seen = new Map<string, string>();
    const look = (services: readonly ApiJson<Service>[], owner: string, glue: string, at: string, portOf = statedPort): void => {
      if (services.length === 0) return;
      services.forEach((service, index) => {
        const { Name: name = '' } = service;
        const here = `${at}[${String(index)}]`;
        const key = `${owner}\0${name}${glue}${portOf(service)}`;
        const there = seen.get(key);
        if (there === undefined) seen.set(key, here);
        else
          say(here, {
            message: `${there} has the same name and the same port`,
            value: name,
            fix: 'remove one of them, or give it another name',
          });
      });
    };
    const hasNetwork = (group.Networks ?? []).length > 0;
    look(group.Services ?? [], 'group', '\0', 'Services', hasNetwork ? portOfService : statedPort);
    group.Tasks?.forEach((task, index) => {
      // Within a task Nomad compares name and port as one text.
      look(task.Services ?? [], task.Name ?? '', task.Name === 'group' ? '\0' : '', `Tasks[${String(index)}].Services`);
    });
  },
  trips: { Services: [soundService({}), soundService({})] },
  passes: { Services: [soundService({}), soundService({ Name: 'sec-orders-admin' })] },
};

/** Nomad adds ports to services of a group alone, and where it has a network to add them to. */
function statedPort({ PortLabel: port = '' }: ApiJson<Service>): string {
  return port;
}
