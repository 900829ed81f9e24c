import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** US prices and FX reference rates from the vendor. */
export const FeedOverseas = ServiceContract.tcp('feed-overseas', { domain: 'market-data' });

/** One tick format for every feed. */
export const Normaliser = ServiceContract.grpc('normaliser', {
  domain: 'market-data',
  offers: {
    stream: [GrpcRule.service('marketdata.v1.Ticks')],
  },
});

/** Depth of book. */
export const Board = ServiceContract.grpc('board', {
  domain: 'market-data',
  offers: {
    read: [GrpcRule.service('marketdata.v1.Board')],
  },
});

/** Charts, one minute to one month. */
export const Candles = ServiceContract.http('candles', {
  domain: 'market-data',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/candles/'))],
  },
});

/** Company news and disclosures. */
export const News = ServiceContract.http('news', {
  domain: 'market-data',
  offers: {
    read: [HttpRule.get('/news'), HttpRule.get(HttpPath.template('/news/{id}')), HttpRule.get(HttpPath.template('/news/by-code/{code}'))],
  },
});
