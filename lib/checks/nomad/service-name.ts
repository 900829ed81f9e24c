import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { VARIABLE } from './variable';

const VARIABLES = new RegExp(VARIABLE, 'g');
/** Nomad counts a variable of the client as a name of this length. */
const PLACE = 'ENV-VAR';
const NAME = /^(?:[a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])$/i;

/** What a service may be called. */
export const serviceName: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-NAME',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.ValidateName',
  check({ service: { Name: name = '' } }, say) {
    if (NAME.test(name) || NAME.test(name.replace(VARIABLES, PLACE))) return;
    say('Name', {
      message: name.length > 63 ? 'the name of the service is too long for DNS' : 'the name of the service is no name in DNS',
      value: name,
      limit: 'letters, digits and - between them, at most 63 characters (RFC 1123)',
      fix: 'write the name with these characters',
    });
  },
  trips: { Name: 'sec_orders' },
  passes: { Name: 'sec-orders-${NOMAD_ALLOC_INDEX}' },
};
