import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Buying power and maintenance ratio. */
export const MarginAccounts = ServiceContract.http('margin-accounts', {
  domain: 'margin',
  offers: {
    'buying-power': [HttpRule.get(HttpPath.template('/margin/{account}/buying-power'))],
  },
});

/** Calls (oishō) and forced close-out. */
export const MarginCalls = ServiceContract.http('margin-calls', {
  domain: 'margin',
  offers: {
    read: [HttpRule.get('/calls'), HttpRule.get(HttpPath.template('/calls/{id}'))],
    'close-out': [HttpRule.post(HttpPath.template('/calls/{id}/close-out'))],
  },
});
