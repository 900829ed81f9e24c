import { soundService } from '../example-job';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Consul takes the names of services with a sidecar for lower-case ones, and does not look. */
export const connectName: JobRule<'group'> = {
  code: 'NOMAD-CONNECT-NAME',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, groupConnectSidecarValidate',
  check({ group }, say) {
    group.Services?.forEach(({ Connect: connect, Name: name = '' }, index) => {
      if (connect?.SidecarService === undefined) return;
      if (name === name.toLowerCase()) return;
      const at = `Services[${String(index)}].Name`;
      say(at, {
        message: 'a service with a sidecar has a lower-case name',
        value: name,
        fix: `write ${name.includes('${') ? 'the name in lower case, without a variable' : name.toLowerCase()}`,
      });
    });
    const { Name: name = '', Services: services } = group;
    if (services?.some(({ Connect }) => Connect?.SidecarService !== undefined) !== true || name === name.toLowerCase()) return;
    say('Name', { message: 'a group with a sidecar has a lower-case name', value: name, fix: `write ${name.toLowerCase()}` });
  },
  trips: { Services: [soundService({ Name: 'sec-Orders', Connect: { SidecarService: {} } })] },
  passes: { Services: [soundService({ Connect: { SidecarService: {} } })] },
};
