import { show } from '../../values';
import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Who is told of the services of a group. */
export const serviceProvider: JobRule<'group'> = {
  code: 'NOMAD-SERVICE-PROVIDER',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.Validate; structs.go, TaskGroup.validateServices',
  check({ group }, say) {
    let first: string | undefined;
    const look = (provider: string, at: string): void => {
      if (provider !== 'consul' && provider !== 'nomad') {
        say(`${at}.Provider`, {
          message: 'nobody of this name is told of services',
          value: show(provider),
          limit: 'consul, nomad',
          fix: 'write one of them',
        });
      } else if (first !== undefined && first !== provider) {
        const limit = `one provider for a group, here ${first}`;
        say(`${at}.Provider`, {
          message: 'the services of one group have several providers',
          value: provider,
          limit,
          fix: `write ${show(first)}`,
        });
      }
      first ??= provider;
    };
    group.Services?.forEach(({ Provider = 'consul' }, index) => {
      look(Provider, `Services[${String(index)}]`);
    });
    group.Tasks?.forEach((task, taskIndex) => {
      const at = `Tasks[${String(taskIndex)}].Services`;
      task.Services?.forEach(({ Provider = 'consul' }, index) => {
        look(Provider, `${at}[${String(index)}]`);
      });
    });
  },
  trips: { Services: [soundService({}), soundService({ Name: 'sec-orders-admin', Provider: 'nomad' })] },
  passes: { Services: [soundService({ Provider: 'nomad' })] },
};
