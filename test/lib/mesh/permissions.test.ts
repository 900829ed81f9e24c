import {
  Callers,
  EdgeContract,
  GrpcRule,
  HttpPath,
  HttpRule,
  MeshGraph,
  requestText,
  resolvePermissions,
  ServiceContract,
  DirectContract,
  type Call,
  type Member,
  type Rule,
} from '../../../lib/mesh';
import { formatProblem, type CallSite } from '../../../lib/problems';

const site = (line: string): CallSite => ({ text: line }) as unknown as CallSite;
const fullName = (id: string): string => `sec-${id}`;

function member(id: string, own: Partial<Member> = {}): Member {
  const domain = own.domain ?? 'trading';
  return {
    name: fullName(id),
    id,
    kind: 'service',
    domain,
    owner: `${domain}-team`,
    path: `${domain}/${id}`,
    protocol: 'http',
    direct: false,
    contract: undefined,
    grants: [],
    site: site(`stacks/${domain}.ts:1`),
    ...own,
  };
}

function call(
  from: string,
  to: string | Call['to'],
  said: { readonly allow?: readonly Rule[]; readonly may?: readonly string[] } = {},
): Call {
  return {
    from: fullName(from),
    to: typeof to === 'string' ? { service: fullName(to) } : to,
    offers: said.may ?? [],
    allow: (said.allow ?? []).map(({ request }) => request),
    site: site('stacks/caller.ts:7'),
  };
}

const Ledger = ServiceContract.http('ledger', {
  domain: 'settlement',
  offers: {
    balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))],
    posting: [HttpRule.post('/entries'), HttpRule.put('/entries')],
  },
});

const ledger = (grants: Member['grants']): Member => member('ledger', { domain: 'settlement', contract: Ledger, grants });

/** Everything the graph resolves to, as text: permissions of each destination and problems. */
function resolve(members: readonly Member[], calls: readonly Call[], fill: (graph: MeshGraph) => void = () => undefined) {
  const graph = new MeshGraph();
  for (const one of members) graph.addMember(one);
  graph.calls.push(...calls);
  fill(graph);
  const { permissions, problems } = resolvePermissions(graph, fullName);
  return {
    permissions: Object.fromEntries(
      [...permissions].map(([to, callers]) => [
        to,
        Object.fromEntries(
          [...callers].map(([from, permission]) => [
            from,
            permission.kind === 'connection' ? 'connection' : permission.requests.map(requestText),
          ]),
        ),
      ]),
    ),
    problems: problems.map(formatProblem),
  };
}

describe('within a domain the caller says what it asks for', () => {
  test('and gets exactly that', () => {
    const calls = [call('orders', 'quotes', { allow: [HttpRule.post('/b'), HttpRule.get('/a')] })];
    expect(resolve([member('orders'), member('quotes')], calls)).toEqual({
      permissions: { 'sec-orders': {}, 'sec-quotes': { 'sec-orders': ['GET /a', 'POST /b'] } },
      problems: [],
    });
  });

  test('in several statements that add up, each rule once', () => {
    const calls = [
      call('orders', 'quotes', { allow: [HttpRule.get('/a')] }),
      call('orders', 'quotes', { allow: [HttpRule.get('/b'), HttpRule.get('/a')] }),
    ];
    expect(resolve([member('orders'), member('quotes')], calls).permissions['sec-quotes']).toEqual({ 'sec-orders': ['GET /a', 'GET /b'] });
  });

  test('or an offer of the contract', () => {
    const members = [member('orders', { domain: 'settlement' }), ledger([])];
    expect(resolve(members, [call('orders', { contract: Ledger }, { may: ['posting'] })])).toEqual({
      permissions: { 'sec-ledger': { 'sec-orders': ['POST /entries', 'PUT /entries'] }, 'sec-orders': {} },
      problems: [],
    });
  });

  test('to a tcp service it connects and asks for nothing', () => {
    const members = [member('orders'), member('cache', { protocol: 'tcp' })];
    expect(resolve(members, [call('orders', 'cache')])).toEqual({
      permissions: { 'sec-cache': { 'sec-orders': 'connection' }, 'sec-orders': {} },
      problems: [],
    });
  });
});

describe('across domains both sides say it', () => {
  const orders = member('orders');
  const asks = call('orders', { contract: Ledger }, { may: ['balances'] });

  test.each([
    ['names the caller', [Callers.service('orders', { may: ['balances'] })]],
    ["names the caller's domain", [Callers.domain('trading', { may: ['balances'] })]],
    ['grants more', [Callers.domain('trading', { may: ['balances', 'posting'] })]],
    ['says it twice', [Callers.service('orders', { may: ['balances'] }), Callers.domain('trading', { may: ['balances'] })]],
  ])('and it is open when the callee %s: to what was asked, no more', (_what, grants) => {
    expect(resolve([orders, ledger(grants)], [asks])).toEqual({
      permissions: { 'sec-ledger': { 'sec-orders': ['GET /accounts/{id}/balance'] }, 'sec-orders': {} },
      problems: [],
    });
  });

  test('a tcp service grants connections', () => {
    const Cache = ServiceContract.tcp('cache', { domain: 'settlement' });
    const cache = member('cache', { domain: 'settlement', protocol: 'tcp', contract: Cache, grants: [Callers.service('orders')] });
    expect(resolve([orders, cache], [call('orders', { contract: Cache })])).toEqual({
      permissions: { 'sec-cache': { 'sec-orders': 'connection' }, 'sec-orders': {} },
      problems: [],
    });
  });

  test.each([
    ['nobody', []],
    ['another caller', [Callers.service('fills', { may: ['balances'] })]],
    ['another domain', [Callers.domain('fx', { may: ['balances'] })]],
    ['another offer', [Callers.service('orders', { may: ['posting'] })]],
    ["a service by the name of the caller's domain", [Callers.service('trading', { may: ['balances'] })]],
    ["a domain by the caller's name", [Callers.domain('orders', { may: ['balances'] })]],
  ])('and it is closed when the callee names %s', (_what, grants) => {
    const { permissions, problems } = resolve([orders, ledger(grants)], [asks]);
    expect(permissions['sec-ledger']).toEqual({});
    expect(problems[0]).toBe(
      `error MESH-NOT-GRANTED at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): ledger does not name orders as a caller of balances
  fix: in stacks/settlement.ts:1 (owner settlement-team) add Callers.service('orders', { may: ['balances'] }) to callers of ledger`,
    );
  });

  test('a tcp service that does not name the caller stays closed', () => {
    const Cache = ServiceContract.tcp('cache', { domain: 'settlement' });
    const cache = member('cache', { domain: 'settlement', protocol: 'tcp', contract: Cache });
    expect(resolve([orders, cache], [call('orders', { contract: Cache })])).toEqual({
      permissions: { 'sec-cache': {}, 'sec-orders': {} },
      problems: [
        `error MESH-NOT-GRANTED at trading/orders (stacks/caller.ts:7)
  connectTo(cache): cache does not name orders as a caller
  fix: in stacks/settlement.ts:1 (owner settlement-team) add Callers.service('orders') to callers of cache`,
      ],
    });
  });

  test('a grant that nobody uses is noted', () => {
    expect(
      resolve([orders, ledger([Callers.service('orders', { may: ['balances'] }), Callers.domain('fx', { may: ['posting'] })])], [asks])
        .problems,
    ).toEqual([
      `note MESH-GRANT-UNUSED at settlement/ledger (stacks/settlement.ts:1)
  callers: nobody uses the grant to Callers.domain('fx')
  fix: remove it, or keep it for a caller that is about to come`,
    ]);
  });
});

describe('a call is refused', () => {
  const quotes = member('quotes');
  const asks = { allow: [HttpRule.get('/a')] };

  test.each<[string, readonly Member[], Call, string]>([
    [
      'to a service that nobody defines, with the name that is near',
      [member('orders'), quotes],
      call('orders', 'qoutes', asks),
      `error MESH-UNKNOWN-SERVICE at trading/orders (stacks/caller.ts:7)
  connectTo(sec-qoutes): nothing in this app is called sec-qoutes
  fix: define it; did you mean sec-quotes?`,
    ],
    [
      'to a contract whose service nobody defines',
      [member('orders')],
      call('orders', { contract: Ledger }, { may: ['balances'] }),
      `error MESH-UNKNOWN-SERVICE at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): nothing in this app is called sec-ledger
  fix: define ledger in the domain settlement`,
    ],
    [
      'to itself',
      [member('orders')],
      call('orders', 'orders', asks),
      `error MESH-SELF at trading/orders (stacks/caller.ts:7)
  connectTo(sec-orders): orders declares itself as an upstream
  fix: call 127.0.0.1 and the own port instead`,
    ],
    [
      'to a worker',
      [member('orders'), member('fills', { kind: 'worker', protocol: undefined })],
      call('orders', 'fills', asks),
      `error MESH-PROTOCOL at trading/orders (stacks/caller.ts:7)
  connectTo(sec-fills): fills is a worker and listens on no port
  fix: make it a SecuritiesService, or call another`,
    ],
    [
      'to another domain without its contract',
      [member('orders'), ledger([])],
      call('orders', 'ledger', asks),
      `error MESH-NOT-GRANTED at trading/orders (stacks/caller.ts:7)
  connectTo(sec-ledger): ledger belongs to the domain settlement: across domains a call goes through its contract
  fix: import the ServiceContract of ledger and write connectTo(contract, { may: […] }); settlement-team grants it in callers`,
    ],
    [
      'to another domain with rules of its own',
      [member('orders'), ledger([Callers.service('orders', { may: ['balances'] })])],
      call('orders', { contract: Ledger }, { allow: [HttpRule.get('/a')], may: ['balances'] }),
      `error MESH-NOT-GRANTED at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): ledger belongs to the domain settlement: across domains a call goes through its contract
  fix: import the ServiceContract of ledger and write connectTo(contract, { may: […] }); settlement-team grants it in callers`,
    ],
    [
      'to another domain that names no offer',
      [member('orders'), ledger([Callers.service('orders', { may: ['balances'] })])],
      call('orders', { contract: Ledger }),
      `error MESH-EVERYTHING at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): the call to ledger names no offer
  limit: balances, posting
  fix: add may: ['…']`,
    ],
    [
      'for an offer that the contract does not have',
      [member('orders'), ledger([Callers.service('orders', { may: ['balances'] })])],
      call('orders', { contract: Ledger }, { may: ['balances', 'balance'] }),
      `error MESH-NOT-GRANTED at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): the contract of ledger has no offer balance
  value: 'balance'
  limit: balances, posting
  fix: name one of its offers; did you mean balances?`,
    ],
  ])('%s', (_what, members, said, problem) => {
    expect(resolve(members, [said]).problems.filter((text) => text.startsWith('error'))).toEqual([problem]);
  });

  test('with rules to a tcp service: Consul would take them for a deny', () => {
    const members = [member('orders'), member('cache', { protocol: 'tcp' })];
    const { permissions, problems } = resolve(members, [call('orders', 'cache', asks)]);
    expect(permissions['sec-cache']).toEqual({});
    expect(problems[0]).toMatch(
      /^error MESH-PROTOCOL at trading\/orders \(stacks\/caller\.ts:7\)\n {2}connectTo\(sec-cache\): cache speaks tcp: /,
    );
  });

  test('without rules to an http service: everything is opened only in words', () => {
    const { permissions, problems } = resolve([member('orders'), quotes], [call('orders', 'quotes')]);
    expect(permissions['sec-quotes']).toEqual({});
    expect(problems[0]).toMatch(/^error MESH-EVERYTHING at trading\/orders/);
  });

  test('once for each call, whatever others are right', () => {
    const calls = [call('orders', 'quotes', asks), call('orders', 'orders', asks), call('orders', 'archive', asks)];
    const { permissions, problems } = resolve([member('orders'), quotes], calls);
    expect(permissions['sec-quotes']).toEqual({ 'sec-orders': ['GET /a'] });
    expect(problems).toHaveLength(2);
  });
});

describe('a contract is refused', () => {
  test.each<[string, Partial<Member>, string]>([
    [
      'for another service',
      { contract: ServiceContract.http('journal', { domain: 'trading', offers: {} }) },
      'it is for the service journal',
    ],
    ['for another domain', { contract: ServiceContract.http('orders', { domain: 'fx', offers: {} }) }, 'it is for the domain fx'],
    ['of another protocol', { contract: ServiceContract.grpc('orders', { domain: 'trading', offers: {} }) }, 'it speaks grpc'],
  ])('%s', (_what, own, wrong) => {
    expect(resolve([member('orders', own)], []).problems).toEqual([
      `error VALUE-CONFLICT at trading/orders (stacks/trading.ts:1)
  contract: the contract does not fit orders: ${wrong}
  limit: service orders, domain trading, protocol http
  fix: give the service its own contract`,
    ]);
  });

  test('for a grant of what it does not offer', () => {
    expect(resolve([ledger([Callers.service('orders', { may: ['balanses'] })])], []).problems[0]).toBe(
      `error MESH-NOT-GRANTED at settlement/ledger (stacks/settlement.ts:1)
  callers: Callers.service('orders') names an offer that the contract does not have
  value: 'balanses'
  limit: balances, posting
  fix: name an offer of the contract; did you mean balances?`,
    );
  });

  test('that a caller has written itself: what an offer opens is what its owner says', () => {
    const forged = ServiceContract.http('ledger', {
      domain: 'settlement',
      offers: { balances: [HttpRule.everything('the caller would like to have all of it')] },
    });
    const { permissions, problems } = resolve(
      [member('orders'), ledger([Callers.domain('trading', { may: ['balances'] })])],
      [call('orders', { contract: forged }, { may: ['balances'] })],
    );
    expect(permissions['sec-ledger']).toEqual({});
    expect(problems[0]).toContain('VALUE-CONFLICT at trading/orders (stacks/caller.ts:7)');
    expect(problems[0]).toContain('this is not the contract that the owner of ledger exports');
  });

  test('for a call around the mesh to what is in it', () => {
    const direct = DirectContract.of('ledger', {
      domain: 'settlement',
      addresses: { otherwise: ['a:1'] },
      reason: 'the reason is long enough',
    });
    const { permissions, problems } = resolve(
      [member('orders'), ledger([Callers.domain('trading', { may: ['balances'] })])],
      [call('orders', { contract: direct })],
    );
    expect(permissions['sec-ledger']).toEqual({});
    expect(problems[0]).toBe(
      `error VALUE-CONFLICT at trading/orders (stacks/caller.ts:7)
  connectTo(ledger): this is not the contract that the owner of ledger exports
  value: ledger of settlement, direct to {"otherwise":["a:1"]}
  limit: ledger of settlement, http
  fix: import the contract of settlement-team, the one given to ledger in stacks/settlement.ts:1`,
    );
  });
});

describe('a route', () => {
  const PublicEdge = EdgeContract.of('public', { domain: 'edge' });
  const edge = member('public', { kind: 'edge', domain: 'edge', protocol: undefined, site: site('stacks/edge.ts:3') });
  const route = (to: string, host = 'www.sec.example.co.jp') => {
    const { request } = HttpRule.get(HttpPath.prefix('/orders'));
    return { edge: PublicEdge, to: fullName(to), host, request, forwarded: { ...request, methods: [] }, site: site('stacks/orders.ts:9') };
  };
  const accepts = { edge: 'public', domain: 'trading', hosts: ['www.sec.example.co.jp', 'm.sec.example.co.jp'] };

  test('opens the service to the edge, for what the edge sends on', () => {
    expect(
      resolve([member('orders'), edge], [], (graph) => {
        graph.routes.push(route('orders'));
        graph.acceptances.push(accepts);
      }),
    ).toEqual({ permissions: { 'sec-orders': { 'sec-public': ['ANY /orders*'] } }, problems: [] });
  });

  test.each<[string, readonly Member[], ReturnType<typeof route>, string]>([
    [
      'for a host the edge does not accept from this domain',
      [member('orders'), edge],
      route('orders', 'api.sec.example.co.jp'),
      `error EDGE-NOT-ACCEPTED at trading/orders (stacks/orders.ts:9)
  exposeThrough(public): the edge public does not accept api.sec.example.co.jp from the domain trading
  value: api.sec.example.co.jp
  limit: m.sec.example.co.jp, www.sec.example.co.jp
  fix: in stacks/edge.ts:3 (owner edge-team) add EdgeAcceptance.of('trading', { hosts: ['api.sec.example.co.jp'] }) to accepts`,
    ],
    [
      'from a domain the edge does not accept',
      [member('ledger', { domain: 'settlement' }), edge],
      route('ledger'),
      `error EDGE-NOT-ACCEPTED at settlement/ledger (stacks/orders.ts:9)
  exposeThrough(public): the edge public does not accept www.sec.example.co.jp from the domain settlement
  value: www.sec.example.co.jp
  limit: nothing is accepted from settlement
  fix: in stacks/edge.ts:3 (owner edge-team) add EdgeAcceptance.of('settlement', { hosts: ['www.sec.example.co.jp'] }) to accepts`,
    ],
    [
      'to a tcp service',
      [member('cache', { protocol: 'tcp' }), edge],
      route('cache'),
      `error MESH-PROTOCOL at trading/cache (stacks/orders.ts:9)
  exposeThrough(public): a route needs a service that speaks http, http2 or grpc
  value: tcp
  fix: give the service an http-like port`,
    ],
    [
      'through an edge that nobody defines',
      [member('orders')],
      route('orders'),
      `error STACK-MISSING at trading/orders (stacks/orders.ts:9)
  exposeThrough(public): no EdgeLoadBalancer public is defined in this app
  fix: define it in the domain edge, or correct the contract`,
    ],
  ])('is refused %s', (_what, members, said, problem) => {
    const { problems } = resolve(members, [], (graph) => {
      graph.routes.push(said);
      graph.acceptances.push(accepts);
    });
    expect(problems).toEqual([problem]);
  });
});

describe('the graph', () => {
  test('keeps the first of two members of one name and says who it is', () => {
    const graph = new MeshGraph();
    const first = member('orders');
    expect([graph.addMember(first), graph.addMember(member('orders', { domain: 'fx' }))]).toEqual([undefined, first]);
    expect(graph.sortedMembers()).toEqual([first]);
  });

  test('resolves gRPC rules to paths', () => {
    const calls = [call('orders', 'quotes', { allow: [GrpcRule.service('quotes.v1.Quotes')] })];
    expect(resolve([member('orders'), member('quotes', { protocol: 'grpc' })], calls).permissions['sec-quotes']).toEqual({
      'sec-orders': ['POST /quotes.v1.Quotes/*'],
    });
  });
});
