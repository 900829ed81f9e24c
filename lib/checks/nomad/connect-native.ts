import { versionRank } from '../../model';
import { nearest } from '../../problems';
import { show } from '../../values';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedTasks, taskNames } from './injected-tasks';

/** Nomad 1.9.2 began to ask for the port, without which Consul refuses the service. */
const ASKS_FOR_PORT = versionRank('1.9.2');

/** A service that speaks the mesh itself is a task, and listens. */
export const connectNative: JobRule<'group'> = {
  code: 'NOMAD-CONNECT-NATIVE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, getNamedTaskForNativeService; structs/services.go, Service.validateConsulService',
  check({ group, facts }, say) {
    group.Services?.forEach(({ Connect: connect, TaskName: name = '', PortLabel: port = '', Provider: provider }, index) => {
      if (connect?.Native !== true || provider === 'nomad') return;
      const at = `Services[${String(index)}]`;
      const names = taskNames(group);
      if (name === '') {
        // Nomad finds the task itself where there is one, counting the sidecars of services that stand before.
        const count =
          (group.Tasks ?? []).length + injectedTasks(group).filter(({ service, known }) => known === undefined && service < index).length;
        const isFound = count === 1 && (group.Networks ?? []).length > 0 && connect.SidecarService === undefined;
        // One without a name does not say which it is either.
        if (!isFound || group.Tasks?.[0]?.Name === undefined || group.Tasks[0].Name === '')
          say(`${at}.TaskName`, {
            message: 'which task speaks the mesh itself is not said',
            limit: names.join(', '),
            fix: 'write TaskName',
          });
      } else if (!names.includes(name)) {
        const fix = `write ${show(nearest(name, names) ?? names[0] ?? '')}`;
        say(`${at}.TaskName`, { message: 'the group has no task of this name', value: name, limit: names.join(', '), fix });
      }
      if (port === '' && versionRank(facts.engines.nomad) >= ASKS_FOR_PORT) {
        say(`${at}.PortLabel`, { message: 'a service that speaks the mesh itself needs a port', fix: 'write the label of its port' });
      }
    });
  },
  trips: { Services: [soundService({ PortLabel: '', TaskName: 'orders', Connect: { Native: true } })] },
  passes: { Services: [soundService({ TaskName: 'orders', Connect: { Native: true } })] },
};
