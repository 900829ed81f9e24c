import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Accepts, amends and cancels customer orders. */
export const Orders = ServiceContract.http('orders', {
  domain: 'trading',
  offers: {
    place: [HttpRule.post('/orders'), HttpRule.methods(['PUT', 'DELETE'], HttpPath.template('/orders/{id}'))],
    read: [HttpRule.get('/orders'), HttpRule.get(HttpPath.template('/orders/{id}'))],
    estimate: [HttpRule.post('/orders/estimate')],
  },
});

/** Fills and their confirmation state. */
export const Executions = ServiceContract.http('executions', {
  domain: 'trading',
  offers: {
    read: [HttpRule.get('/executions'), HttpRule.get(HttpPath.template('/executions/{id}'))],
    'by-order': [HttpRule.get(HttpPath.template('/orders/{id}/executions'))],
  },
});

/** Last price and board for customers and order estimation. */
export const Quotes = ServiceContract.grpc('quotes', {
  domain: 'trading',
  offers: {
    quotes: [GrpcRule.service('quotes.v1.Quotes')],
    snapshot: [GrpcRule.method('quotes.v1.Quotes/Snapshot')],
  },
});

/** Intraday positions per account. */
export const Positions = ServiceContract.grpc('positions', {
  domain: 'trading',
  offers: {
    read: [GrpcRule.method('positions.v1.Positions/Get'), GrpcRule.method('positions.v1.Positions/List')],
  },
});

/** Orders of earlier days, from Elasticsearch and the archive. */
export const OrderHistory = ServiceContract.http('order-history', {
  domain: 'trading',
  offers: {
    search: [HttpRule.get('/history'), HttpRule.get(HttpPath.template('/history/{id}'))],
  },
});

/** PTS (Japannext) day and night sessions. */
export const PtsGateway = ServiceContract.grpc('pts-gateway', {
  domain: 'trading',
  offers: {
    status: [GrpcRule.service('gateway.v1.Status')],
  },
});
