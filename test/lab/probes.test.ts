import type { DomainGraph } from 'kumiki';
import { requestMatches } from '../../lib/mesh';
import { declaredProbes, undeclaredProbes } from './probes';

const read = { methods: ['GET'], path: { kind: 'template', value: '/accounts/{id}' }, headers: [] } as const;

const books: DomainGraph = {
  version: 1,
  domain: 'books',
  owner: 'books',
  namespace: 'books',
  members: [
    {
      service: 'sec-ledger',
      kind: 'service',
      path: 'books/ledger',
      protocol: 'http',
      callers: [{ service: 'sec-orders', requests: [{ text: 'GET /accounts/{id}', match: read }] }],
    },
    { service: 'sec-orders', kind: 'service', path: 'books/orders', protocol: 'http' },
    {
      service: 'sec-cache',
      kind: 'service',
      path: 'books/cache',
      protocol: 'tcp',
      callers: [{ service: 'sec-orders', requests: 'connection' }],
    },
  ],
};

describe('probes of the mesh', () => {
  it('try each declared call with a request that its rule matches', () => {
    expect([...declaredProbes([books], 10, 1)].sort((a, b) => (a.callee < b.callee ? -1 : 1))).toEqual([
      { caller: 'sec-orders', callerDomain: 'books', callee: 'sec-cache', protocol: 'tcp', request: 'connection' },
      {
        caller: 'sec-orders',
        callerDomain: 'books',
        callee: 'sec-ledger',
        protocol: 'http',
        request: { method: 'GET', path: '/accounts/x1', headers: {} },
      },
    ]);
  });

  it('never count a declared call among the undeclared', () => {
    for (const { caller, callee, request } of undeclaredProbes([books], 200, 7)) {
      expect(caller).not.toBe(callee);
      if (caller !== 'sec-orders') continue;
      expect(callee).toBe('sec-ledger');
      expect(request !== 'connection' && requestMatches(read, request.method, request.path)).toBe(false);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const texts = (seed: number) => JSON.stringify(undeclaredProbes([books], 4, seed));

    expect(texts(3)).toBe(texts(3));
    expect(new Set([1, 2, 3, 4, 5].map(texts)).size).toBeGreaterThan(1);
  });
});
