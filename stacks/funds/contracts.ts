import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Funds, prospectuses, fees. */
export const FundCatalogue = ServiceContract.http('fund-catalogue', {
  domain: 'funds',
  offers: {
    read: [HttpRule.get('/funds'), HttpRule.get(HttpPath.template('/funds/{code}'))],
  },
});

/** Purchase and redemption. */
export const FundOrders = ServiceContract.http('fund-orders', {
  domain: 'funds',
  offers: {
    read: [HttpRule.get('/fund-orders'), HttpRule.get(HttpPath.template('/fund-orders/{id}'))],
  },
});

/** Net asset values. */
export const FundNav = ServiceContract.http('fund-nav', {
  domain: 'funds',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/nav/'))],
  },
});

/** Units held. */
export const FundPositions = ServiceContract.grpc('fund-positions', {
  domain: 'funds',
  offers: {
    read: [GrpcRule.service('funds.v1.Positions')],
  },
});
