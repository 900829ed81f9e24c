import {
  Cpu,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  Environment,
  HttpPath,
  JobPath,
  Memory,
  Port,
  SecuritiesService,
} from 'kumiki';
import type { App } from 'cdktf';
import { connect } from 'node:net';
import { pools } from '../../../stacks/platform';
import { runningOf } from '../allocations';
import { https, type HttpsOptions, type HttpsTarget } from '../https';
import { HttpsLoad } from '../https-load';
import { SERVERS } from '../layout';
import { fullName, image, quickly, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { until } from '../until';

const WWW = 'www.edge-scene.test';
const API = 'api.edge-scene.test';
const PORT = 9443;
const READY_PORT = 18_090;
const [server] = SERVERS.filter(({ pool }) => pool === 'edge') as [(typeof SERVERS)[number]];

const Edge = EdgeContract.of('edge-way-in', { domain: 'edge-front' });

function program(app: App): void {
  const front = new DomainStack(app, 'edge-front', { owner: 'platform-team' });
  const edge = new EdgeLoadBalancer(front, 'edge-way-in', {
    contract: Edge,
    pool: pools(Environment.of('lab')).edge,
    port: PORT,
    readyPort: READY_PORT,
    cpu: Cpu.mhz(100),
    memory: Memory.mib(128),
    accepts: [EdgeAcceptance.of('edge-shop', { hosts: [WWW, API] })],
    drain: Duration.seconds(1),
    certificateTtl: Duration.seconds(40),
  });
  quickly(edge);
  // Nomad asks for another certificate after nine tenths of its life, and writes it five seconds later unless told so.
  for (const file of ['cert', 'key'])
    edge.job.override(
      JobPath.task('envoy').template(`secrets/tls/${file}.pem`).field('Wait'),
      { Min: Duration.seconds(1), Max: Duration.seconds(2) },
      { reason: 'a scene waits for seconds, not for minutes' },
    );

  const shop = new DomainStack(app, 'edge-shop', { owner: 'shop' });
  const service = (id: string) => new SecuritiesService(shop, id, { ...small, port: Port.http(8080), image: image('standin') });
  const goods = service('edge-goods');
  goods.exposeThrough(Edge, {
    host: WWW,
    path: HttpPath.prefix('/goods/'),
    methods: ['GET'],
    requestHeaders: { remove: ['x-account-id'], set: { 'x-from': 'outside' } },
    responseHeaders: { set: { 'cache-control': 'no-store', 'referrer-policy': 'same-origin' }, remove: ['x-standin-version'] },
  });
  goods.exposeThrough(Edge, { host: API, path: HttpPath.prefix('/v2/'), rewritePrefix: '/api/' });
  goods.exposeThrough(Edge, { host: API, path: '/slow', requestTimeout: Duration.milliseconds(300) });
  service('edge-hidden');
}

const scene = new SceneProgram('edge');
let ca = '';
let load: HttpsLoad;

const target = (host: string): HttpsTarget => ({ address: server.address, port: PORT, host, ca });
const ask = (host: string, path: string, options: HttpsOptions = {}) => https(target(host), path, options);

beforeAll(async () => {
  await scene.deploy(program);
  ca = (await asOperator(scene.layout).vault.raw('GET', '/v1/pki/ca/pem')).text;
  await until('the edge answers', async () => (await ask(WWW, '/goods/1')).status === 200, { timeoutSeconds: 20 });
  load = new HttpsLoad(() => target(WWW), '/goods/1');
});
afterAll(async () => {
  await load.stop();
  await scene.destroy();
});

describe('the edge serves HTTPS by host name', () => {
  it(
    'with a certificate of the PKI for exactly the hosts that it accepts',
    seen(scene, async () => {
      // The authority of the PKI alone is trusted, and the name is looked at.
      for (const host of [WWW, API]) {
        const { certificate } = await ask(host, '/');
        expect([...certificate.names].sort()).toEqual([API, WWW]);
      }
      await expect(ask('other.edge-scene.test', '/')).rejects.toThrow(/does not match certificate's altnames/);
    }),
  );

  it.each([
    ['GET', WWW, '/goods/1', 200],
    ['GET', WWW, '/goods/1?sort=price', 200],
    ['POST', WWW, '/goods/1', 404],
    ['GET', WWW, '/goods', 404],
    ['GET', WWW, '/', 404],
    ['GET', WWW, '/v2/goods', 404], // the other host's
    ['GET', API, '/v2/goods', 200],
    ['DELETE', API, '/v2/goods/1', 200],
    ['GET', API, '/goods/1', 404],
    ['GET', 'other.edge-scene.test', '/goods/1', 404],
    ['GET', server.address, '/goods/1', 404],
  ])('%s https://%s%s is answered with %d', (method, host, path, status) =>
    seen(scene, async () => {
      const trusted = host === WWW || host === API;
      const answer = await https({ ...target(WWW), ...(trusted ? { host } : { ca: undefined }) }, path, { method, headers: { host } });

      expect(answer.status).toBe(status);
      expect('x-standin-name' in answer.headers).toBe(status === 200);
    })(),
  );

  it(
    'headers of requests and answers are changed as declared, and every answer has those of a public edge',
    seen(scene, async () => {
      const answer = await ask(WWW, '/goods/1', { headers: { 'x-account-id': '1', 'x-from': 'me', 'x-other': 'kept' } });
      const arrived = (JSON.parse(answer.body) as { headers: Record<string, string> }).headers;

      expect(arrived).toMatchObject({ 'x-from': 'outside', 'x-other': 'kept' });
      expect(arrived).not.toHaveProperty('x-account-id');
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin', // the route's own, in place of the house's
        'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers).not.toHaveProperty('x-standin-version');
    }),
  );

  it(
    'a prefix is rewritten, and a slow answer ends at the timeout of its route',
    seen(scene, async () => {
      const [rewritten, quick, slow] = await Promise.all([
        ask(API, '/v2/goods/1?x=1'),
        ask(API, '/slow'),
        ask(API, '/slow', { headers: { 'x-standin-delay': '3s' } }),
      ]);

      expect(JSON.parse(rewritten.body)).toMatchObject({ path: expect.stringMatching(/^\/api\/goods\/1/) as string });
      expect(quick.status).toBe(200);
      expect(slow.status).toBe(504);
    }),
  );

  it(
    'TLS 1.2 and 1.3 are spoken, 1.1 and older suites are refused',
    seen(scene, async () => {
      // An old client would offer these; OpenSSL offers them only at its level 0.
      const old = 'DEFAULT@SECLEVEL=0';

      expect(await ask(WWW, '/goods/1', { maxVersion: 'TLSv1.2' })).toMatchObject({ status: 200, tls: 'TLSv1.2' });
      expect(await ask(WWW, '/goods/1', { minVersion: 'TLSv1.3' })).toMatchObject({ status: 200, tls: 'TLSv1.3' });
      await expect(ask(WWW, '/goods/1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: old })).rejects.toThrow(
        /alert protocol version/,
      );
      await expect(ask(WWW, '/goods/1', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow(
        /alert handshake failure/,
      );
    }),
  );

  it(
    'plain HTTP gets no answer',
    seen(scene, async () => {
      expect(await plainText()).toBe('');
    }),
  );
});

describe('the certificate renews without a dropped request', () => {
  it(
    'new connections get another certificate, and each of them was answered',
    seen(scene, async () => {
      const [before] = await runningOf(scene.layout, 'edge-front', fullName('edge-way-in'));
      const first = load.seen[0]?.serial;
      const renewed = await until('the edge shows another certificate', () => {
        const index = load.seen.findIndex(({ serial }) => serial !== first);
        return index !== -1 && index;
      });
      await until('a hundred more requests had their answers', () => load.seen.length > renewed + 100);
      const [after] = await runningOf(scene.layout, 'edge-front', fullName('edge-way-in'));

      expect(load.failed).toEqual([]);
      expect(renewed).toBeGreaterThan(100);
      expect(after?.ID).toBe(before?.ID);
      expect(after?.TaskStates?.['envoy']).toMatchObject({ State: 'running', Restarts: 0 });
    }),
  );
});

/** What a client hears that speaks plain HTTP to the port. */
function plainText(): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect({ host: server.address, port: PORT }, () => socket.write(`GET /goods/1 HTTP/1.1\r\nhost: ${WWW}\r\n\r\n`));
    socket.setTimeout(10_000, () => socket.destroy(new Error('the connection stays open')));
    socket.on('data', (data) => (heard += String(data)));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(heard);
    });
  });
}
