import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Prices to customers with spread. */
export const FxPricing = ServiceContract.grpc('fx-pricing', {
  domain: 'fx',
  offers: {
    snapshot: [GrpcRule.method('fx.v1.Pricing/Snapshot')],
  },
});

/** FX orders. */
export const FxOrders = ServiceContract.http2('fx-orders', {
  domain: 'fx',
  offers: {
    read: [HttpRule.get('/fx/orders'), HttpRule.get(HttpPath.template('/fx/orders/{id}'))],
  },
});

/** FX positions and loss-cut line. */
export const FxPositions = ServiceContract.http('fx-positions', {
  domain: 'fx',
  offers: {
    read: [HttpRule.get(HttpPath.template('/fx/positions/{account}')), HttpRule.get('/fx/positions')],
  },
});
