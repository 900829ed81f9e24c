import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Documents with retention period. */
export const DocumentStore = ServiceContract.http('document-store', {
  domain: 'reporting',
  offers: {
    get: [HttpRule.get(HttpPath.template('/documents/{id}'))],
    put: [HttpRule.post('/documents')],
    hold: [HttpRule.post(HttpPath.template('/documents/{id}/hold'))],
  },
});
