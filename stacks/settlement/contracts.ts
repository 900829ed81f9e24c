import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Double-entry ledger; few may write. */
export const Ledger = ServiceContract.http('ledger', {
  domain: 'settlement',
  offers: {
    balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))],
    posting: [HttpRule.post('/entries')],
    journal: [HttpRule.get('/entries'), HttpRule.get(HttpPath.template('/entries/{id}'))],
  },
});

/** Cash available, reserved, withdrawable. */
export const Cash = ServiceContract.http('cash', {
  domain: 'settlement',
  offers: {
    available: [HttpRule.get(HttpPath.template('/cash/{account}'))],
    reserve: [
      HttpRule.post(HttpPath.template('/cash/{account}/reservations')),
      HttpRule.delete(HttpPath.template('/cash/{account}/reservations/{id}')),
    ],
    move: [HttpRule.post('/cash/moves')],
  },
});

/** Holdings kept for customers. */
export const Custody = ServiceContract.grpc('custody', {
  domain: 'settlement',
  offers: {
    holdings: [GrpcRule.method('custody.v1.Custody/Holdings')],
    move: [GrpcRule.service('custody.v1.CustodyWriter')],
  },
});

/** Dividends, splits, rights. */
export const CorporateActions = ServiceContract.http('corporate-actions', {
  domain: 'settlement',
  offers: {
    read: [HttpRule.get('/actions'), HttpRule.get(HttpPath.template('/actions/{id}'))],
    apply: [HttpRule.post(HttpPath.template('/actions/{id}/apply'))],
  },
});
