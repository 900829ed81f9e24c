import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Customer withdrawals. */
export const Withdrawals = ServiceContract.http('withdrawals', {
  domain: 'banking',
  offers: {
    approve: [HttpRule.post(HttpPath.template('/withdrawals/{id}/approval'))],
  },
});
