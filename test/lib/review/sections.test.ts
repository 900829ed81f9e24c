import { review, type ReviewOptions } from '../../../lib/review';
import { MONDAY_TEN, releaseFrom, releaseWith, reviewOfResources } from '../../support/releases';

type Values = Readonly<Record<string, unknown>>;

const entries = (...list: readonly (readonly [kind: string, name: string, entry: Values])[]) => ({
  consul_config_entry: Object.fromEntries(
    list.map(([kind, name, entry]) => [`${kind}_${name}`, { kind, name, config_json: JSON.stringify(entry) }]),
  ),
});
const job = (own: Values = {}, group: Values = {}) => ({
  ID: 'orders',
  NodePool: 'general',
  TaskGroups: [
    {
      Name: 'orders',
      Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: 'registry.internal/app:1' }, Resources: { CPU: 100, MemoryMB: 64 } }],
      ...group,
    },
  ],
  ...own,
});
const jobs = (...list: readonly Values[]) => ({
  nomad_job: Object.fromEntries(list.map((one) => [String(one['ID']), { jobspec: JSON.stringify(one) }])),
});

/** An output with the mesh graph of one domain, whose members call each other. */
function meshed(members: readonly Values[], resources: Readonly<Record<string, Readonly<Record<string, Values>>>> = {}) {
  return releaseFrom({
    'manifest.json': JSON.stringify({
      stacks: { shop: { synthesizedStackPath: 'a.json' }, 'shop-access': { synthesizedStackPath: 'b.json' } },
    }),
    'a.json': JSON.stringify({ resource: resources }),
    'b.json': '{}',
    'mesh/shop.json': JSON.stringify({ version: 1, domain: 'shop', owner: 'shop-team', namespace: 'shop', members }),
  });
}
const member = (service: string, callers: readonly string[], calls: readonly string[]): Values => ({
  service,
  kind: 'service',
  path: `shop/${service}`,
  callers: callers.map((caller) => ({ service: caller, requests: 'connection' })),
  calls: calls.map((to) => ({ to })),
});
const options: ReviewOptions = { at: MONDAY_TEN };

describe('what is public', () => {
  const route = (path: string, own: Values = {}) =>
    entries([
      'http-route',
      'orders',
      {
        Parents: [{ Kind: 'api-gateway', Name: 'edge' }],
        Hostnames: ['www.example.co.jp'],
        Rules: [{ Matches: [{ Path: { Match: 'prefix', Value: path } }], Services: [{ Name: 'orders' }], ...own }],
      },
    ]);

  test('is a host and a path that lead to a service', () => {
    expect(reviewOfResources(route('/a/'), route('/b/')).exposure.rows).toMatchObject([
      { change: 'removed', effect: 'narrowed', at: 'edge', host: 'www.example.co.jp', path: '/a/*', to: 'orders' },
      { change: 'added', effect: 'broadened', at: 'edge', path: '/b/*' },
    ]);
  });

  test('tells headers that an edge sets from who is let in', () => {
    const headers = { Filters: { Headers: [{ Set: { 'x-edge': 'b' } }] } };

    expect(reviewOfResources(route('/a/'), route('/a/', headers)).exposure.rows).toMatchObject([
      { what: 'headers', change: 'changed', effect: 'neutral', host: 'www.example.co.jp' },
    ]);
  });

  test('may be anything where a route asks for something else', () => {
    const methods = { Matches: [{ Path: { Match: 'prefix', Value: '/a/' }, Headers: [{ Name: 'x', Match: 'present' }] }] };

    expect(reviewOfResources(route('/a/', methods), route('/a/')).exposure.rows).toMatchObject([
      { what: 'route', effect: 'broadened', undecided: 'it cannot be shown that fewer requests fit' },
    ]);
  });

  test('is a port of a server, too', () => {
    const opened = job({}, { Networks: [{ Mode: 'bridge', ReservedPorts: [{ Label: 'http', Value: 8080 }] }] });

    expect(reviewOfResources(jobs(job()), jobs(opened)).exposure.rows).toMatchObject([
      { what: 'port', change: 'added', effect: 'broadened', at: 'orders', text: 'port 8080 of its servers leads to orders' },
    ]);
  });

  test('are the hosts that a certificate may name', () => {
    const role = (...allowed_domains: string[]) => ({ vault_pki_secret_backend_role: { edge: { name: 'edge', allowed_domains } } });

    expect(reviewOfResources(role('a.example'), role('a.example', 'b.example')).exposure.rows).toMatchObject([
      { what: 'certificate', change: 'added', effect: 'broadened', host: 'b.example' },
    ]);
  });
});

describe('what goes', () => {
  test('while others still call it is blocked', () => {
    const base = meshed([member('web', [], ['orders']), member('orders', ['web'], [])], jobs(job()));
    const head = meshed([member('web', [], ['orders'])]);
    const { deletions, verdict } = review(base, head, options);

    expect(deletions.rows).toMatchObject([{ change: 'deleted', name: 'orders', callers: ['web'], stillCalledBy: ['web'] }]);
    expect(verdict).toMatchObject({ decision: 'BLOCK', rule: 'deletion-still-called' });
  });

  test('hits those who call its callers', () => {
    const chain = [
      member('orders', ['b'], []),
      member('b', ['c', 'd'], ['orders']),
      member('c', ['orders'], ['b']),
      member('d', [], ['b']),
    ];

    expect(review(meshed(chain, jobs(job())), meshed([]), options).deletions.rows).toMatchObject([
      { name: 'orders', blast: { services: 3, capped: false } },
    ]);
  });

  test('is not counted on without end', () => {
    const crowd = Array.from({ length: 700 }, (_, n) => `caller-${String(n)}`);

    expect(review(meshed([member('orders', crowd, [])], jobs(job())), meshed([]), options).deletions.rows).toMatchObject([
      { callersMore: 690, blast: { services: 500, capped: true } },
    ]);
  });

  test('and stands elsewhere in Terraform is moved', () => {
    const base = releaseWith({ a: jobs(job()), b: {} });
    const head = releaseWith({ a: {}, b: jobs(job()) });

    expect(review(base, head, options).deletions.rows).toMatchObject([{ change: 'moved', name: 'orders', becomes: 'b/nomad_job.orders' }]);
    expect(review(base, head, options).restarts.rows).toEqual([]);
  });

  test('from one namespace to another is stopped and made anew', () => {
    const { deletions, restarts } = reviewOfResources(jobs(job({ Namespace: 'a' })), jobs(job({ Namespace: 'b' })));

    expect(deletions.rows).toMatchObject([{ change: 'replaced', kind: 'job', name: 'orders' }]);
    expect(restarts.rows.map(({ namespace, update }) => [namespace, update])).toEqual([
      ['a', 'destroy'],
      ['b', 'create'],
    ]);
  });
});

describe('what acts differently', () => {
  test('by its protocol needs two, and waits', () => {
    const { behaviour, verdict, timing } = reviewOfResources(
      entries(['service-defaults', 'ledger', { Protocol: 'http' }]),
      entries(['service-defaults', 'ledger', { Protocol: 'grpc' }]),
    );

    expect(behaviour.rows).toMatchObject([{ what: 'protocol', text: 'ledger speaks grpc, and no longer http', fields: ['Protocol'] }]);
    expect(verdict.decision).toBe('NEEDS TWO');
    expect(timing.needsClosedSession).toBe(true);
  });

  test('by where requests go is traffic', () => {
    const router = (Service: string) => entries(['service-router', 'ledger', { Routes: [{ Destination: { Service } }] }]);

    expect(reviewOfResources(router('ledger'), router('ledger-2')).behaviour.rows).toMatchObject([
      { what: 'traffic', subject: 'service-router ledger' },
    ]);
  });
});

describe('calls of everybody', () => {
  test('stand for the pairs that nobody names', () => {
    const deny = { Name: '*', Type: 'consul', Action: 'deny' };
    const base = meshed(
      ['a', 'b', 'c', 'ledger'].map((service) => member(service, [], [])),
      entries(['service-intentions', 'ledger', { Sources: [deny] }]),
    );
    const head = meshed(
      ['a', 'b', 'c', 'ledger'].map((service) => member(service, [], [])),
      entries(
        [
          'service-intentions',
          'ledger',
          {
            Sources: [
              { Name: 'a', Type: 'consul', Action: 'deny' },
              { ...deny, Action: 'allow' },
            ],
          },
        ],
        ['service-defaults', 'ledger', { Protocol: 'http' }],
      ),
    );

    expect(review(base, head, options).calls.rows).toMatchObject([
      { from: '*', to: 'ledger', change: 'added', opened: ['every request'], pairs: 3, decidedBy: '* → ledger' },
    ]);
  });
});

describe('a pool', () => {
  const checks = (servers: number) => ({
    'checks/platform.json': JSON.stringify({
      version: 1,
      engines: { nomad: '1.11.3', edition: 'community' },
      pools: [{ name: 'general', servers, cpuPerServer: 1000, memoryPerServer: 1000 }],
    }),
  });
  const output = (count: number, servers: number) =>
    releaseFrom({
      'manifest.json': JSON.stringify({ stacks: { shop: { synthesizedStackPath: 'a.json' } } }),
      'a.json': JSON.stringify({ resource: jobs(job({}, { Count: count })) }),
      ...checks(servers),
    });

  test('that is asked for more than it has blocks', () => {
    const { sizes, verdict } = review(output(1, 1), output(11, 1), options);

    expect(sizes.pools).toMatchObject([
      { pool: 'general', before: { instances: 1, cpu: 100 }, after: { instances: 11, cpu: 1100 }, fits: 'no' },
    ]);
    expect(verdict).toMatchObject({ decision: 'BLOCK', rule: 'pool-too-small' });
  });
});

describe('a schedule in the session', () => {
  test('is said, with the holiday it meets', () => {
    const batch = (Spec: string) => ({ ...job({ Type: 'batch', Periodic: { Spec, TimeZone: 'Asia/Tokyo' } }) });
    const base = releaseWith({ stack: jobs(batch('0 18 * * *')) });
    const facts = {
      'checks/platform.json': JSON.stringify({
        version: 1,
        engines: { nomad: '1.11.3', edition: 'community' },
        timeZone: 'Asia/Tokyo',
        market: { opens: 540, closes: 930 },
      }),
    };
    const head = releaseFrom({
      'manifest.json': JSON.stringify({ stacks: { stack: { synthesizedStackPath: 'a.json' } } }),
      'a.json': JSON.stringify({ resource: jobs(batch('0 10 * * *')) }),
      ...facts,
    });
    const [row] = review(base, head, { at: new Date('2026-12-31T12:00:00+09:00') }).schedules.rows;

    expect(row!.runs.map(({ at, holiday, session }) => [at, holiday, session])).toEqual([
      ['2027-01-01T10:00:00+09:00', "New Year's Day", 'closed'],
      ['2027-01-02T10:00:00+09:00', undefined, 'closed'],
      ['2027-01-03T10:00:00+09:00', undefined, 'closed'],
    ]);
    // The three that are shown are of a long holiday; the next ones are not.
    expect(row!.touchesSession).toBe('yes');
  });

  test('that nobody can read is undecided', () => {
    const batch = (Spec: string) => jobs(job({ Type: 'batch', Periodic: { Spec } }));

    expect(reviewOfResources(batch('0 18 * * *'), batch('whenever')).schedules.rows).toMatchObject([
      { runs: [], undecided: 'one of its expressions is not one that can be read here' },
    ]);
  });
});

describe('findings', () => {
  test('are those that the base does not have', () => {
    const image = (tag: string) =>
      jobs(job({}, { Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: `registry.internal/app:${tag}` } }] }));
    const { findings } = reviewOfResources(image('1'), image('latest'));
    const standing = reviewOfResources(
      image('latest'),
      jobs(job({ Priority: 60 }, { Tasks: [{ Name: 'app', Driver: 'docker', Config: { image: 'registry.internal/app:latest' } }] })),
    );

    expect(findings.added.map(({ code }) => code)).toContain('NOMAD-IMAGE-LATEST');
    expect(standing.findings.added.map(({ code }) => code)).not.toContain('NOMAD-IMAGE-LATEST');
    expect(standing.findings.standing).toBeGreaterThan(0);
  });
});

describe('thousands of changes', () => {
  test('make a picture that still says something, and count what it leaves out', () => {
    const services = Array.from({ length: 400 }, (_, n) => member(`s-${String(n)}`, [], []));
    const { graph } = review(meshed([]), meshed(services), options);

    expect(graph.nodes).toHaveLength(80);
    expect(graph.left).toBe(320);
  });
});
