import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** One view over all products. */
export const Portfolio = ServiceContract.http('portfolio', {
  domain: 'portfolio',
  offers: {
    read: [HttpRule.get(HttpPath.template('/portfolio/{account}')), HttpRule.get(HttpPath.template('/portfolio/{account}/summary'))],
  },
});
