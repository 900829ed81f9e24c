import {
  Checks,
  Callers,
  DomainStack,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  JobPath,
  Placement,
  Port,
  Rollout,
  SecuritiesService,
  ServiceContract,
  type SecuritiesServiceProps,
} from 'kumiki';
import type { App } from 'cdktf';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { serverOf } from '../allocations';
import { SERVERS } from '../layout';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { onServer } from '../servers/server';
import { get, type Standin } from '../standin';

const Ledger = ServiceContract.http('calls-ledger', {
  domain: 'calls-books',
  offers: {
    status: [HttpRule.get('/status')],
    balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))],
    statements: [HttpRule.get(HttpPath.prefix('/statements/'))],
    posting: [HttpRule.post('/entries')],
  },
});

const GENERAL = SERVERS.filter(({ pool }) => pool === 'general');

const Cache = ServiceContract.tcp('calls-cache', { domain: 'calls-books' });

function program(app: App): void {
  const trade = new DomainStack(app, 'calls-trade', { owner: 'trade' });
  const books = new DomainStack(app, 'calls-books', { owner: 'books' });
  const service = (domain: DomainStack, id: string, props: Partial<SecuritiesServiceProps> = {}) =>
    new SecuritiesService(domain, id, { ...small, port: Port.http(8080), image: image('standin'), ...props });

  const ledger = service(books, 'calls-ledger', {
    contract: Ledger,
    callers: [Callers.service('calls-orders', { may: ['status', 'balances', 'statements'] })],
    // On every server of the pool, so that there is one beside whatever asks.
    count: GENERAL.length,
    placement: Placement.of({ distinctHosts: true }),
    rollout: Rollout.rolling(1, { minHealthyTime: Duration.seconds(2), healthyDeadline: Duration.seconds(60) }),
  });
  service(books, 'calls-cache', {
    port: Port.tcp(6379),
    health: HealthCheck.script('/app/healthy'),
    contract: Cache,
    callers: [Callers.service('calls-orders')],
  });
  const auditor = service(books, 'calls-auditor');
  auditor.connectTo(ledger, {
    allow: [HttpRule.get('/journal'), HttpRule.delete(HttpPath.template('/journal/{day}')), HttpRule.get(HttpPath.prefix('/archive/'))],
  });

  const quotes = service(trade, 'calls-quotes', { port: Port.grpc(9090) });
  const board = service(trade, 'calls-board', { port: Port.http2(8081) });
  const orders = service(trade, 'calls-orders');
  orders.connectTo(Ledger, { may: ['status', 'balances', 'statements'] });
  orders.connectTo(Cache);
  orders.connectTo(quotes, { allow: [GrpcRule.method('quotes.v1.Quotes/Last')] });
  orders.connectTo(board, { allow: [HttpRule.get('/board')] });

  // Declares nothing. Its team adds the upstreams past the constructs, as everybody can who may write jobs.
  const rogue = service(trade, 'calls-rogue');
  Checks.of(rogue).acknowledge('MESH-UPSTREAM-DENIED', 'that it is denied is what the scene shows');
  rogue.job.override(
    JobPath.service(rogue.serviceName).field('Connect', 'SidecarService', 'Proxy', 'Upstreams'),
    [ledger.serviceName, fullName('calls-cache'), quotes.serviceName, board.serviceName].map((DestinationName, i) => ({
      DestinationName,
      LocalBindPort: 15_001 + i,
    })),
    { reason: 'what nobody declared is tried all the same' },
  );
}

const scene = new SceneProgram('calls');
const one = (id: string) => scene.one(['calls-ledger', 'calls-cache', 'calls-auditor'].includes(id) ? 'calls-books' : 'calls-trade', id);

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

describe('declared calls pass, all others are refused', () => {
  it.each([
    ['calls-orders', 'GET', '/status', 200],
    ['calls-orders', 'GET', '/accounts/1/balance', 200],
    ['calls-orders', 'GET', '/accounts/1/balance?currency=JPY', 200],
    ['calls-orders', 'GET', '/statements/2026/01', 200],
    ['calls-orders', 'POST', '/status', 403],
    ['calls-orders', 'GET', '/status/', 403],
    ['calls-orders', 'GET', '/accounts/1/2/balance', 403],
    ['calls-orders', 'GET', '/accounts/1/balance/', 403],
    ['calls-orders', 'GET', '/accounts', 403],
    ['calls-orders', 'GET', '/statements', 403],
    ['calls-orders', 'GET', '/statements/../journal', 403],
    ['calls-orders', 'POST', '/entries', 403], // offered, but not to it
    ['calls-orders', 'GET', '/journal', 403], // another caller's
    ['calls-auditor', 'GET', '/journal', 200],
    ['calls-auditor', 'DELETE', '/journal/2026-01-05', 200],
    ['calls-auditor', 'GET', '/archive/2020/12', 200],
    ['calls-auditor', 'POST', '/journal', 403],
    ['calls-auditor', 'GET', '/journal/2026-01-05', 403],
    ['calls-auditor', 'GET', '/archive', 403],
    ['calls-auditor', 'GET', '/status', 403], // another caller's
    ['calls-rogue', 'GET', '/status', 403],
    ['calls-rogue', 'GET', '/journal', 403],
  ])('%s: %s %s of the ledger is answered with %d', (caller, method, path, status) =>
    seen(scene, async () => {
      const answer = await (await one(caller)).call('calls-ledger', path, { method });

      expect(answer).toMatchObject({ status });
      expect(Boolean(answer.responseHeaders?.['x-standin-name'])).toBe(status === 200);
    })(),
  );

  it(
    'a call goes to the instance on its own server as well as to those on the others',
    seen(scene, async () => {
      const ledgers = await scene.all('calls-books', 'calls-ledger');
      const answers = await (await one('calls-orders')).calls('calls-ledger', '/status', { times: 40, parallel: 4 });

      expect(new Set(ledgers.map(({ allocation }) => allocation.NodeName)).size).toBe(GENERAL.length);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ responseHeaders }) => responseHeaders?.['x-standin-instance']))).toEqual(
        new Set(ledgers.map(({ instance }) => instance)),
      );
    }),
  );

  it(
    'a declared method of a gRPC service passes, another and an undeclared caller do not',
    seen(scene, async () => {
      const [orders, rogue] = await Promise.all([one('calls-orders'), one('calls-rogue')]);
      const last = '/quotes.v1.Quotes/Last';

      expect(await orders.call('calls-quotes', last, { protocol: 'grpc' })).toMatchObject({ status: 200, grpcStatus: '0' });
      // Status 7 is gRPC's "permission denied".
      expect(await orders.call('calls-quotes', '/quotes.v1.Quotes/History', { protocol: 'grpc' })).toMatchObject({ grpcStatus: '7' });
      expect(await rogue.call('calls-quotes', last, { protocol: 'grpc' })).toMatchObject({ grpcStatus: '7' });
    }),
  );

  it(
    'a declared path of an HTTP/2 service passes, another and an undeclared caller do not',
    seen(scene, async () => {
      const [orders, rogue] = await Promise.all([one('calls-orders'), one('calls-rogue')]);
      const answer = await orders.call('calls-board', '/board', { protocol: 'http2' });

      expect(answer).toMatchObject({ status: 200 });
      expect(JSON.parse(answer.body)).toMatchObject({ protocol: 'HTTP/2.0' });
      expect(await orders.call('calls-board', '/boards', { protocol: 'http2' })).toMatchObject({ status: 403 });
      expect(await rogue.call('calls-board', '/board', { protocol: 'http2' })).toMatchObject({ status: 403 });
    }),
  );

  it(
    'a declared caller of a tcp service gets its echo, an undeclared one is cut off at its first byte',
    seen(scene, async () => {
      const [orders, rogue] = await Promise.all([one('calls-orders'), one('calls-rogue')]);
      const call = (from: Standin) => from.call('calls-cache', '', { protocol: 'tcp', body: 'PING' });

      expect(await call(orders)).toMatchObject({ status: 200, body: expect.stringMatching(/\nPING$/) });
      // Envoy asks for permission at the caller's first byte. What a service says unasked is heard before it.
      expect(await call(rogue)).toMatchObject({
        status: 0,
        body: expect.not.stringContaining('PING'),
        error: expect.stringMatching(/EOF|reset/),
      });
    }),
  );

  it(
    "a sidecar's public port answers neither plain text nor TLS without a certificate of the mesh",
    seen(scene, async () => {
      const rogue = await one('calls-rogue');
      for (const service of ['calls-ledger', 'calls-cache']) {
        const [{ host, port }] = await publicPorts(service);

        // It is this port: the certificate that it shows says whose it is.
        const withTls = await throughTls(host, port);
        expect(withTls.names).toContain(`/svc/${fullName(service)}`);
        expect(withTls.end).toMatch(/certificate required/i);
        expect(await throughPlain(host, port)).toBe('');
        expect(await rogue.call(`http://${host}:${String(port)}`, '/status')).toMatchObject({ status: 0, body: '' });
        expect(await rogue.call(`https://${host}:${String(port)}`, '/status')).toMatchObject({ status: 0, body: '' });
      }
    }),
  );

  it(
    "an application's own port is reached from inside of its allocation alone",
    seen(scene, async () => {
      const rogue = await one('calls-rogue');
      const home = serverOf(rogue.allocation);
      const ledgers = await scene.all('calls-books', 'calls-ledger');
      const { allocation } = ledgers.find((ledger) => ledger.allocation.NodeName === home.name)!;
      const other = SERVERS.find(({ name, pool }) => pool === home.pool && name !== home.name)!;
      const { NetworkStatus } = await asOperator(scene.layout).nomad.get<{ NetworkStatus: { Address: string } }>(
        `/v1/allocation/${allocation.ID}`,
      );
      const sidecar = (await publicPorts('calls-ledger')).find(({ host }) => host === home.address)!;
      const refused = (url: string, from: readonly string[]) =>
        expect(get(scene.layout, url, from)).rejects.toThrow(/connection refused|no route to host|i\/o timeout|deadline exceeded/);

      // The server reaches the allocation: its sidecar takes the connection, and ends it because it is plain text.
      await expect(
        get(scene.layout, `http://${NetworkStatus.Address}:${String(sidecar.port)}/status`, onServer(scene.layout, home, [])),
      ).rejects.toThrow(/EOF|reset by peer|broken pipe/);
      // A neighbour on the same server comes as near as the server itself.
      expect(await rogue.call(`http://${NetworkStatus.Address}:8080`, '/status')).toMatchObject({
        status: 0,
        error: expect.stringContaining('connection refused') as string,
      });
      await Promise.all([
        refused(`http://${NetworkStatus.Address}:8080/status`, onServer(scene.layout, home, [])),
        refused(`http://${home.address}:8080/status`, onServer(scene.layout, home, [])),
        refused(`http://${NetworkStatus.Address}:8080/status`, onServer(scene.layout, other, [])),
        refused(`http://${home.address}:8080/status`, onServer(scene.layout, other, [])),
        refused(`http://${home.address}:8080/status`, []),
      ]);
    }),
  );
});

interface PublicPort {
  readonly host: string;
  readonly port: number;
}

/** Where the sidecars of a service listen for the mesh, as Consul's catalog says it. */
async function publicPorts(service: string): Promise<readonly [PublicPort, ...PublicPort[]]> {
  const entries = await asOperator(scene.layout).consul.get<{ ServiceAddress: string; ServicePort: number }[]>(
    `/v1/catalog/service/${fullName(service)}-sidecar-proxy`,
  );
  const [first, ...others] = entries.map(({ ServiceAddress, ServicePort }) => ({ host: ServiceAddress, port: ServicePort }));
  if (first === undefined) throw new Error(`Consul knows no sidecar of ${service}`);
  return [first, ...others];
}

/** What comes back of a request in plain text until the other side ends. */
function throughPlain(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connectPlain({ host, port }, () => socket.write('GET /status HTTP/1.1\r\nhost: ledger\r\n\r\n'));
    socket.on('data', (data) => (received += String(data)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(received);
    });
  });
}

/** How TLS without a certificate of one's own ends, and the names in the certificate that is shown. */
function throughTls(host: string, port: number): Promise<{ readonly names: string; readonly end: string }> {
  return new Promise((resolve) => {
    let names = '';
    let end = '';
    // Nothing is sent: a write into a connection that ends would hide the reason.
    const socket = connectTls({ host, port, rejectUnauthorized: false }, () => {
      names = socket.getPeerCertificate().subjectaltname ?? '';
    });
    socket.on('error', ({ message }) => (end = message));
    socket.on('close', () => {
      resolve({ names, end });
    });
  });
}
