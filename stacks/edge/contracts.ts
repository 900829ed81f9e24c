import { EdgeContract, type DomainStack } from 'kumiki';

/** Customers: web, mobile, streams. */
export const PublicEdge = EdgeContract.of('public', { domain: 'edge' });

/** Affiliated banks, partners of the open API, and the firm's own staff. */
export const PartnerEdge = EdgeContract.of('partners', { domain: 'edge' });

/** Host names. The certificates of the edges cover exactly these. */
export const hosts = (domain: DomainStack) =>
  domain.platform.environment.choose({
    production: {
      www: 'www.sec.example.co.jp',
      api: 'api.sec.example.co.jp',
      stream: 'stream.sec.example.co.jp',
      partners: 'partner-api.sec.example.co.jp',
      console: 'console.sec.example.co.jp',
    },
    staging: {
      www: 'www.staging.sec.example.co.jp',
      api: 'api.staging.sec.example.co.jp',
      stream: 'stream.staging.sec.example.co.jp',
      partners: 'partner-api.staging.sec.example.co.jp',
      console: 'console.staging.sec.example.co.jp',
    },
    lab: {
      www: 'www.sec.test',
      api: 'api.sec.test',
      stream: 'stream.sec.test',
      partners: 'partner-api.sec.test',
      console: 'console.sec.test',
    },
  });

/** On every route: these headers say inside who is asking, so nobody outside may send them. */
export const fromOutside = { requestHeaders: { remove: ['x-account-id', 'x-operator-id'] } };
