import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Orders for single shares against the house. */
export const MiniOrders = ServiceContract.http('mini-orders', {
  domain: 'single-share',
  offers: {
    read: [HttpRule.get('/mini/orders'), HttpRule.get(HttpPath.template('/mini/orders/{id}'))],
  },
});

/** Single writer: house inventory of shares and fractions. */
export const MiniInventory = ServiceContract.grpc('mini-inventory', {
  domain: 'single-share',
  offers: {
    holdings: [GrpcRule.method('mini.v1.Inventory/Holdings')],
  },
});
