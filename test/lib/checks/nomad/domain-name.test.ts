import { isDomainName } from '../../../../lib/checks/nomad/domain-name';

test.each(['orders', 'orders.internal', 'orders.internal.', '_dmarc.a b', 'x'.repeat(63), 'a\\.b'])(
  '%p is a domain name for Nomad',
  (text) => {
    expect(isDomainName(text)).toBe(true);
  },
);

test.each(['', '.orders', 'orders..internal', 'x'.repeat(64), 'é'.repeat(32), `${'x'.repeat(60)}.`.repeat(5)])('%p is none', (text) => {
  expect(isDomainName(text)).toBe(false);
});
