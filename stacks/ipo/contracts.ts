import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Offerings and book-building. */
export const IpoOfferings = ServiceContract.http('ipo-offerings', {
  domain: 'ipo',
  offers: {
    read: [HttpRule.get('/offerings'), HttpRule.get(HttpPath.template('/offerings/{id}'))],
  },
});
