import { GrpcRule, HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Session tokens. */
export const Sessions = ServiceContract.grpc('sessions', {
  domain: 'identity',
  offers: {
    introspect: [GrpcRule.method('sessions.v1.Sessions/Introspect')],
    'revoke-all': [GrpcRule.method('sessions.v1.Admin/RevokeAll')],
  },
});

/** One-time codes. */
export const Mfa = ServiceContract.http('mfa', {
  domain: 'identity',
  offers: {
    challenge: [HttpRule.post('/challenges'), HttpRule.post(HttpPath.template('/challenges/{id}/verify'))],
  },
});

/** Identity document checks (eKYC). */
export const Kyc = ServiceContract.http('kyc', {
  domain: 'identity',
  offers: {
    start: [HttpRule.post('/checks')],
    result: [HttpRule.get(HttpPath.template('/checks/{id}'))],
  },
});

/** OAuth 2.0 for partners. */
export const TokenIssuer = ServiceContract.http('token-issuer', {
  domain: 'identity',
  offers: {
    jwks: [HttpRule.get('/oauth/jwks')],
    revoke: [HttpRule.post('/oauth/revoke')],
  },
});
