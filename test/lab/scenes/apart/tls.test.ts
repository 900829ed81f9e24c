import type { App } from 'cdktf';
import {
  ConsulKey,
  Cpu,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  Environment,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
} from 'kumiki';
import { pools } from '../../../../stacks/platform';
import { https } from '../../https';
import { CONSUL, NOMAD, SERVERS, VAULT } from '../../layout';
import { image, quickly, SceneProgram, seen, small } from '../../scene-program';
import { asOperator } from '../../servers/engines-up';
import { tlsOf } from '../../tls';
import { until } from '../../until';

const DOMAIN = 'tls-shop';
const HOST = 'www.tls-scene.test';
const PORT = 9543;
const [server] = SERVERS.filter(({ pool }) => pool === 'edge') as [(typeof SERVERS)[number]];
const Edge = EdgeContract.of('tls-way-in', { domain: 'tls-front' });
const scene = new SceneProgram('tls');

function program(app: App): void {
  const front = new DomainStack(app, 'tls-front', { owner: 'platform-team' });
  const edge = new EdgeLoadBalancer(front, 'tls-way-in', {
    contract: Edge,
    pool: pools(Environment.of('lab')).edge,
    port: PORT,
    readyPort: 18_190,
    cpu: Cpu.mhz(100),
    memory: Memory.mib(128),
    accepts: [EdgeAcceptance.of(DOMAIN, { hosts: [HOST] })],
    drain: Duration.seconds(1),
  });
  quickly(edge);

  const shop = new DomainStack(app, DOMAIN, { owner: 'shop' });
  const service = (id: string) => new SecuritiesService(shop, id, { ...small, port: Port.http(8080), image: image('standin') });
  const orders = service('tls-orders');
  const ledger = service('tls-ledger');
  orders.connectTo(ledger, { allow: [HttpRule.get('/entries')] });
  orders.exposeThrough(Edge, { host: HOST, path: HttpPath.prefix('/orders/'), methods: ['GET'] });
  orders.addSecretEnv(VaultSecret.kv('partner'), { PARTNER_KEY: 'key' }, { onChange: OnChange.ignore() });
  orders.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.ignore() });
}

// The lab of these scenes has TLS in `npm run test:lab`; one that a person has up may have none.
const withTls = tlsOf(scene.layout) === undefined ? describe.skip : describe;

withTls('engines whose APIs speak TLS', () => {
  beforeAll(() => scene.deploy(program));
  afterAll(() => scene.destroy());

  it.each([
    ['Consul', CONSUL],
    ['Nomad', NOMAD],
    ['Vault', VAULT],
  ])('%s answers nobody who speaks plain HTTP, and is trusted by nobody who does not know its authority', async (_engine, url) => {
    expect(url).toMatch(/^https:/);
    const plain = await fetch(url.replace('https:', 'http:')).then(
      ({ status }) => status,
      () => 'no answer',
    );
    expect([400, 'no answer']).toContain(plain);

    const { text: ca } = await asOperator(scene.layout).vault.raw('GET', '/v1/pki/ca/pem');
    const { hostname, port } = new URL(url);
    await expect(https({ address: hostname, port: Number(port), host: 'localhost', ca }, '/')).rejects.toThrow(/certificate/);
  });

  it(
    'declared calls pass through sidecars that learn of each other over TLS, all others are refused',
    seen(scene, async () => {
      const orders = await scene.one(DOMAIN, 'tls-orders');
      await until('the call passes', async () => (await orders.call('tls-ledger', '/entries')).status === 200);

      expect((await orders.call('tls-ledger', '/other')).status).toBe(403);
    }),
  );

  it(
    'a task has its secret of Vault and its key of Consul',
    seen(scene, async () => {
      const orders = await scene.one(DOMAIN, 'tls-orders');

      expect((await orders.env())['PARTNER_KEY']).toMatch(/^[0-9a-f]{24}$/);
      expect((await orders.look('/local/limits.json')).text?.trim()).toBe('{}');
    }),
  );

  it(
    'an edge finds its Consul agent by the authority in its job, and serves a certificate of Vault',
    seen(scene, async () => {
      const { text: ca } = await asOperator(scene.layout).vault.raw('GET', '/v1/pki/ca/pem');
      const ask = (path: string) => https({ address: server.address, port: PORT, host: HOST, ca }, path);
      await until('the edge answers', async () => (await ask('/orders/1')).status === 200, { timeoutSeconds: 60 });

      expect((await ask('/other')).status).toBe(404);
    }),
  );

  it(
    'leaves nothing to change: a second plan is empty',
    seen(scene, async () => {
      expect(await scene.unsettled()).toEqual([]);
    }),
  );
});
