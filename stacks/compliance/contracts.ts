import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Append-only record of who did what. */
export const AuditLog = ServiceContract.grpc('audit-log', {
  domain: 'compliance',
  offers: {
    append: [GrpcRule.method('audit.v1.Audit/Append')],
  },
});

/** Market abuse cases. */
export const Surveillance = ServiceContract.http('surveillance', {
  domain: 'compliance',
  offers: {
    event: [HttpRule.post('/events')],
  },
});

/** Names against sanction lists. */
export const AmlScreening = ServiceContract.grpc('aml-screening', {
  domain: 'compliance',
  offers: {
    screen: [GrpcRule.method('aml.v1.Screening/Screen')],
  },
});

/** Insiders and restricted names. */
export const InsiderList = ServiceContract.http('insider-list', {
  domain: 'compliance',
  offers: {
    check: [HttpRule.get(HttpPath.template('/restricted/{account}/{code}'))],
  },
});
