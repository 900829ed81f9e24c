import { address } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { isDomainName } from './domain-name';

/** What a group's networks hand to CNI plugins, and its host name. */
export const network: JobRule<'group'> = {
  code: 'NOMAD-NETWORK',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskGroup.validateNetworks',
  check({ group: { Networks: networks = [] } }, say) {
    let seen: Set<string> | undefined;
    networks.forEach(({ CNI: cni, Hostname: hostname = '' }, index) => {
      const at = `Networks[${String(index)}]`;
      for (const [key, value] of Object.entries(cni?.Args ?? {})) {
        const argument = `${at}.${address(['CNI', 'Args', key]) ?? ''}`;
        seen ??= new Set();
        if (seen.has(key))
          say(argument, { message: 'another network hands this argument on already', value: show(key), fix: 'write it once' });
        seen.add(key);
        if (key.includes(';') || value.includes(';'))
          say(argument, {
            message: 'arguments are joined by semicolons, so none may hold one',
            value: show(`${key}=${value}`),
            fix: 'write it without semicolons',
          });
      }
      // What is filled in later is not known here.
      if (hostname === '' || hostname.includes('${') || isDomainName(hostname)) return;
      say(`${at}.Hostname`, {
        message: 'this is no domain name',
        value: show(hostname),
        limit: 'labels of at most 63 characters, with dots between them',
        fix: 'write a host name',
      });
    });
  },
  trips: { Networks: [{ Mode: 'bridge', Hostname: 'orders..internal', DynamicPorts: [{ Label: 'health', To: -1 }] }] },
  passes: { Networks: [{ Mode: 'bridge', Hostname: 'orders.internal', DynamicPorts: [{ Label: 'health', To: -1 }] }] },
};
