import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Who a service is for Consul. */
export const serviceIdentity: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-IDENTITY',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, Service.validateIdentity; job_endpoint_hooks.go, jobValidate.validateServiceIdentity',
  check({ service: { Identity: identity, Provider: provider } }, say) {
    if (identity === undefined) return;
    if ((identity.Audience ?? []).length === 0) {
      say('Identity.Audience', { message: 'an identity for nobody', limit: 'at least one audience', fix: "write Audience: ['consul.io']" });
    }
    // For Consul, Nomad names it.
    if (provider !== 'consul' && (identity.Name ?? '') === '') {
      say('Identity.Name', { message: 'an identity without a name', fix: 'remove Identity; a service in Nomad needs none' });
    }
  },
  trips: { Identity: { TTL: 3_600_000_000_000 } },
  passes: { Identity: { Audience: ['consul.io'], TTL: 3_600_000_000_000 } },
};
