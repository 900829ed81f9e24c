import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Partners, clients, consents. */
export const PartnerRegistry = ServiceContract.http('partner-registry', {
  domain: 'partners',
  offers: {
    clients: [HttpRule.get(HttpPath.template('/clients/{id}'))],
    sync: [HttpRule.post('/sync')],
  },
});
