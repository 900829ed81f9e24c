import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Customer and account master. */
export const Accounts = ServiceContract.http('accounts', {
  domain: 'accounts',
  offers: {
    read: [HttpRule.get(HttpPath.template('/accounts/{id}')), HttpRule.get('/accounts')],
    permissions: [HttpRule.get(HttpPath.template('/accounts/{id}/permissions'))],
    update: [HttpRule.put(HttpPath.template('/accounts/{id}')), HttpRule.post(HttpPath.template('/accounts/{id}/freeze'))],
  },
});

/** Application form to open account. */
export const AccountOpening = ServiceContract.http('account-opening', {
  domain: 'accounts',
  offers: {
    review: [HttpRule.get('/applications'), HttpRule.post(HttpPath.template('/applications/{id}/decision'))],
  },
});

/** My Number vault: encrypted, few callers, every read audited. */
export const Mynumber = ServiceContract.http('mynumber', {
  domain: 'accounts',
  offers: {
    reveal: [HttpRule.post('/numbers/reveal')],
  },
});

/** NISA yearly quota. */
export const Nisa = ServiceContract.http('nisa', {
  domain: 'accounts',
  offers: {
    quota: [HttpRule.get(HttpPath.template('/quota/{account}'))],
    consume: [HttpRule.post(HttpPath.template('/quota/{account}/consume'))],
  },
});

/** Specified account (tokutei) choice and tax lots. */
export const TaxStatus = ServiceContract.http('tax-status', {
  domain: 'accounts',
  offers: {
    read: [HttpRule.get(HttpPath.template('/tax-status/{account}'))],
    lots: [HttpRule.get(HttpPath.template('/lots/{account}')), HttpRule.post('/lots/recalculate')],
  },
});
