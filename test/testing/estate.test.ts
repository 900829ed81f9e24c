import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigEntry } from '@cdktf/provider-consul/lib/config-entry';
import { Aspects } from 'cdktf';
import {
  Callers,
  ConsulKeys,
  Cpu,
  DirectContract,
  DomainStack,
  ExternalService,
  GrpcRule,
  HttpPath,
  HttpRule,
  JobPath,
  KumikiError,
  Memory,
  OnChange,
  PlatformStack,
  Port,
  HealthCheck,
  SecuritiesService,
  ServiceContract,
  VaultSecret,
  Worker,
  type App,
} from 'kumiki';
import { estateOf, problemsOf } from 'kumiki/testing';
import { appWith } from '../support/program';

const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };

const Ledger = ServiceContract.http('ledger', {
  domain: 'settlement',
  offers: { balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))], posting: [HttpRule.post('/entries')] },
});
const Kafka = DirectContract.of('kafka', {
  domain: 'settlement',
  addresses: { otherwise: ['kafka-1.internal:9092'] },
  reason: 'clients connect to the brokers they are told',
});

/** Two domains: orders reads balances of the ledger, quotes over gRPC and a tcp cache. */
function smallFirm(app: App): App {
  new PlatformStack(app);
  const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
  const quotes = new SecuritiesService(trading, 'quotes', { ...size, port: Port.grpc(9090) });
  const cache = new SecuritiesService(trading, 'cache', {
    ...size,
    port: Port.tcp(6379),
    health: HealthCheck.none('the cache is filled again by itself'),
  });
  const orders = new SecuritiesService(trading, 'orders', { ...size, port: Port.http(8080) });
  orders.connectTo(quotes, { allow: [GrpcRule.service('quotes.v1.Quotes')] });
  orders.connectTo(cache);
  orders.connectTo(Ledger, { may: ['balances'] });
  orders.addSecretEnv(VaultSecret.database('orders-rw'), { DB_USER: 'username' }, { onChange: OnChange.restart() });
  orders.addSecretFile(VaultSecret.kv('fix'), { file: 'fix.key', fields: ['key'], onChange: OnChange.ignore() });
  orders.addConfigFile('greeting.txt', 'a ${literal} text, 100%{sure}');
  orders.job.override(JobPath.task('orders').config('hostname'), 'orders', { reason: 'the licence is bound to the name' });
  new Worker(trading, 'fills', size).connectTo(Kafka);
  const settlement = new DomainStack(app, 'settlement', { owner: 'settlement-team' });
  new ConsulKeys(settlement, 'fees', { values: { retail: '0.1' } });
  new ExternalService(settlement, 'kafka', { contract: Kafka, callers: [Callers.domain('trading')] });
  new SecuritiesService(settlement, 'ledger', {
    ...size,
    port: Port.http(8080),
    contract: Ledger,
    callers: [Callers.service('orders', { may: ['balances'] }), Callers.service('fills', { may: ['posting'] })],
  });
  return app;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** The problem an estate's question is refused with. */
function refusal(question: () => unknown): object {
  try {
    question();
  } catch (error) {
    if (KumikiError.isKumikiError(error)) {
      const { code, message, value, limit, fix } = error.problems[0]!;
      return { code, message, value, limit, fix };
    }
  }
  return {};
}

describe('estateOf', () => {
  const estate = estateOf(smallFirm(appWith()));
  const { mesh } = estate;

  test('says which requests the intentions let through', () => {
    expect(mesh.allows('sec-orders', 'sec-ledger', 'GET', '/accounts/1/balance')).toBe(true);
    expect(mesh.allows('sec-orders', 'sec-quotes', 'POST', '/quotes.v1.Quotes/Last')).toBe(true);
  });

  test.each([
    ['another method', 'sec-orders', 'sec-ledger', 'DELETE', '/accounts/1/balance'],
    ['a longer path', 'sec-orders', 'sec-ledger', 'GET', '/accounts/1/2/balance'],
    ['an offer that is not asked for', 'sec-orders', 'sec-ledger', 'POST', '/entries'],
    ['a grant that is not used', 'sec-fills', 'sec-ledger', 'POST', '/entries'],
    ['another gRPC service', 'sec-orders', 'sec-quotes', 'POST', '/admin.v1.Admin/Stop'],
    ['the way back', 'sec-ledger', 'sec-orders', 'GET', '/'],
    ['a worker, which listens nowhere', 'sec-orders', 'sec-fills', 'GET', '/'],
  ])('says that they stop %s', (_what, from, to, method, path) => {
    expect(mesh.allows(from, to, method, path)).toBe(false);
  });

  test('says who may open connections to a tcp service', () => {
    expect(mesh.connects('sec-orders', 'sec-cache')).toBe(true);
    expect(mesh.connects('sec-fills', 'sec-cache')).toBe(false);
  });

  test('names the callers of a service, and nobody else', () => {
    expect(mesh.callersOf('sec-ledger')).toEqual(['sec-orders']);
    expect(mesh.callersOf('sec-cache')).toEqual(['sec-orders']);
    expect(mesh.callersOf('sec-orders')).toEqual([]);
  });

  test('gives a job as Nomad gets it, overrides included and text as it will be', () => {
    const job = estate.job('sec-orders');
    expect(job['TaskGroups'][0].Tasks[0].Config.hostname).toBe('orders');
    expect(job['TaskGroups'][0].Tasks[0].KillTimeout).toBe(25_000_000_000);
    expect(job['TaskGroups'][0].Tasks[0].Templates[0]).toMatchObject({
      DestPath: 'local/greeting.txt',
      EmbeddedTmpl: 'a ${literal} text, 100%{sure}',
    });
  });

  test('gives what a job may do in Vault', () => {
    expect(estate.secretsOf('sec-orders')).toEqual([
      { path: 'database/creds/orders-rw', capabilities: ['read'] },
      { path: 'secret/data/trading/orders/fix', capabilities: ['read'] },
    ]);
    expect(estate.secretsOf('sec-fills')).toEqual([]);
  });

  test('gives the members of a config entry', () => {
    expect(estate.entry('service-defaults', 'sec-quotes')['Protocol']).toBe('grpc');
    expect(estate.entry('service-intentions', '*')['Sources']).toEqual([{ Name: '*', Type: 'consul', Precedence: 5, Action: 'deny' }]);
  });

  test('gives the resources of a type with their stacks', () => {
    expect(estate.resources('nomad_namespace').map(({ stack, address, values }) => [stack, address, values['name']])).toEqual([
      ['settlement-access', 'nomad_namespace.namespace_settlement', 'settlement'],
      ['trading-access', 'nomad_namespace.namespace_trading', 'trading'],
    ]);
    expect(estate.resources('nomad')).toEqual([]);
    expect(new Set(estate.resources().map(({ stack }) => stack))).toEqual(
      new Set(['platform', 'settlement', 'settlement-access', 'trading', 'trading-access']),
    );
  });

  test('gives the notes of the synthesis', () => {
    expect(estate.notices.map(({ code, severity }) => [code, severity])).toEqual([['MESH-GRANT-UNUSED', 'note']]);
  });

  test.each([
    [
      'a caller that is not there',
      () => mesh.allows('sec-order', 'sec-ledger', 'GET', '/'),
      'nothing in this app is called sec-order',
      'did you mean sec-orders?',
    ],
    [
      'a destination that is not there',
      () => mesh.connects('sec-orders', 'sec-cahce'),
      'nothing in this app is called sec-cahce',
      'did you mean sec-cache?',
    ],
    ['callers of nothing', () => mesh.callersOf('archive'), 'nothing in this app is called archive', 'name one that is there'],
    ['a job that is not there', () => estate.job('orders'), 'no job of this app is called orders', 'name one that is there'],
    ['secrets of no job', () => estate.secretsOf('sec-fill'), 'no job of this app is called sec-fill', 'did you mean sec-fills?'],
    [
      'an entry that is not there',
      () => estate.entry('service-default', 'sec-quotes'),
      'no config entry is called service-default/sec-quotes',
      'did you mean service-defaults/sec-quotes?',
    ],
  ])('refuses %s with the nearest name', (_what, question, message, fix) => {
    expect(refusal(question)).toMatchObject({ code: 'VALUE-INVALID', message, fix });
  });

  test.each([
    [
      'requests to a tcp service',
      () => mesh.allows('sec-orders', 'sec-cache', 'GET', '/'),
      'sec-cache speaks tcp: it has connections, no requests',
      "ask connects('sec-orders', 'sec-cache')",
    ],
    [
      'connections to an http service',
      () => mesh.connects('sec-orders', 'sec-ledger'),
      'sec-ledger speaks http: its requests are allowed one by one',
      "ask allows('sec-orders', 'sec-ledger', method, path), or callersOf('sec-ledger')",
    ],
    [
      'intentions of what is reached without the mesh',
      () => mesh.connects('sec-fills', 'sec-kafka'),
      'sec-kafka is reached at its own addresses, so no intention decides who may call it',
      'look at the rules of the firewall in front of it',
    ],
  ])('refuses to speak of %s', (_what, question, message, fix) => {
    expect(refusal(question)).toMatchObject({ code: 'MESH-PROTOCOL', message, fix });
  });

  test('decides from what is written, not from what was said', () => {
    const app = smallFirm(appWith());
    Aspects.of(app.node.findChild('settlement-access')).add({
      visit: (construct) => {
        if (ConfigEntry.isTerraformResource(construct) && construct.friendlyUniqueId === 'service-intentions_sec-ledger')
          Object.assign(construct, { configJson: JSON.stringify({ Sources: [{ Name: 'sec-orders', Type: 'consul', Action: 'deny' }] }) });
      },
    });
    expect(estateOf(app).mesh.allows('sec-orders', 'sec-ledger', 'GET', '/accounts/1/balance')).toBe(false);
  });

  test('writes nothing, is the same when asked again, and leaves the app to be synthesized', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'kumiki-estate-'));
    const app = smallFirm(appWith({}, outdir));
    const first = estateOf(app);
    expect(filesIn(outdir)).toEqual([]);
    expect(estateOf(app)).toBe(first);
    app.synth();
    expect(existsSync(join(outdir, 'stacks', 'trading', 'cdk.tf.json'))).toBe(true);
    rmSync(outdir, { recursive: true });
  });

  test('throws every mistake of the program at once', () => {
    const app = appWith();
    new Worker(new DomainStack(app, 'trading', { owner: 'trading-team' }), 'Fills', { ...size, count: 0 });
    expect(() => estateOf(app)).toThrow(KumikiError);
    expect(problemsOf(app).map(({ code, path, at }) => [code, path, at])).toEqual([
      ['VALUE-INVALID', 'trading/Fills', 'count'],
      ['NAME-INVALID', 'trading/Fills', 'id'],
      ['NOMAD-ROLLOUT', 'trading/Fills', 'rollout'],
    ]);
  });
});

describe('problemsOf', () => {
  test('gives the notes of a sound program', () => {
    expect(problemsOf(smallFirm(appWith())).map(({ code }) => code)).toEqual(['MESH-GRANT-UNUSED']);
  });

  test('is silent about a program without any', () => {
    const app = appWith();
    new DomainStack(app, 'trading', { owner: 'trading-team' });
    expect(problemsOf(app)).toEqual([]);
  });
});
