import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Securities master. */
export const Instruments = ServiceContract.http('instruments', {
  domain: 'reference-data',
  offers: {
    lookup: [HttpRule.get(HttpPath.template('/instruments/{code}')), HttpRule.get('/instruments')],
  },
});

/** Trading days, sessions, ad-hoc closures. */
export const TradingCalendar = ServiceContract.http('trading-calendar', {
  domain: 'reference-data',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/calendar/'))],
  },
});

/** Commission and tax tables. */
export const Fees = ServiceContract.http('fees', {
  domain: 'reference-data',
  offers: {
    quote: [HttpRule.post('/fees/quote')],
  },
});
