import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Enquiries and complaints. */
export const CaseManagement = ServiceContract.http('case-management', {
  domain: 'back-office',
  offers: {
    open: [HttpRule.post('/cases')],
  },
});

/** Four-eyes approvals. */
export const Approvals = ServiceContract.http('approvals', {
  domain: 'back-office',
  offers: {
    read: [HttpRule.get(HttpPath.template('/approvals/{id}'))],
  },
});
