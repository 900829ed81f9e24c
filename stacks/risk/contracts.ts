import { GrpcRule, HttpRule, ServiceContract } from 'kumiki';

/** Fat finger, notional, speed limits before an order leaves. */
export const PretradeRisk = ServiceContract.grpc('pretrade-risk', {
  domain: 'risk',
  offers: {
    check: [GrpcRule.service('risk.v1.PreTrade')],
  },
});

/** Exposure of the firm per name and client. */
export const Exposure = ServiceContract.grpc('exposure', {
  domain: 'risk',
  offers: {
    read: [GrpcRule.service('risk.v1.Exposure')],
  },
});

/** Stops a client, a symbol or everything. */
export const KillSwitch = ServiceContract.http('kill-switch', {
  domain: 'risk',
  offers: {
    state: [HttpRule.get('/switch')],
    throw: [HttpRule.post('/switch/throw'), HttpRule.post('/switch/release')],
  },
});
