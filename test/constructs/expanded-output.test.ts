import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  Cpu,
  DomainStack,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  Environment,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Platform,
  PlatformStack,
  Port,
  SecuritiesService,
  synth,
  VaultSecret,
  type PlatformFacts,
} from 'kumiki';
import { edgePool, facts, readFiles } from '../support/program';

const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };
const http = { ...size, port: Port.http(8080) };
const Public = EdgeContract.of('public', { domain: 'edge' });
const HOST = 'www.sec.example.co.jp';

/** The firm as it is deployed: orders asks ledger and fax, and both of them stand behind the edge. */
function deployed(app: App): void {
  new PlatformStack(app);
  addEdge(app);
  const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
  const orders = new SecuritiesService(trading, 'orders', http);
  const ledger = new SecuritiesService(trading, 'ledger', http);
  const fax = new SecuritiesService(trading, 'fax', http);
  orders.connectTo(ledger, { allow: [HttpRule.get('/balances'), HttpRule.post('/entries')] });
  orders.connectTo(fax, { allow: [HttpRule.post('/send')] });
  orders.addSecretFile(VaultSecret.kv('fix'), { file: 'fix.key', fields: ['key'], onChange: OnChange.restart() });
  orders.exposeThrough(Public, { host: HOST, path: HttpPath.prefix('/orders') });
  fax.exposeThrough(Public, { host: HOST, path: '/fax' });
}

/** The next one: fax is retired, orders asks ledger less and offers a second way in. */
function wanted(app: App): void {
  new PlatformStack(app);
  addEdge(app);
  const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
  const orders = new SecuritiesService(trading, 'orders', http);
  const ledger = new SecuritiesService(trading, 'ledger', http);
  orders.connectTo(ledger, { allow: [HttpRule.get('/balances'), HttpRule.get('/limits')] });
  orders.exposeThrough(Public, { host: HOST, path: HttpPath.prefix('/orders') });
  ledger.exposeThrough(Public, { host: HOST, path: '/balances' });
}

function addEdge(app: App): void {
  new EdgeLoadBalancer(new DomainStack(app, 'edge', { owner: 'platform-team' }), 'public', {
    contract: Public,
    pool: edgePool,
    accepts: [EdgeAcceptance.of('trading', { hosts: [HOST] })],
  });
}

describe('synth with expand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-expand-'));
  const exitCode = process.exitCode;
  const last = join(folder, 'last');
  const next = join(folder, 'next');
  let said = '';

  function run(outdir: string, say: (app: App) => void, expand?: string, own: Partial<PlatformFacts> = {}) {
    said = '';
    const app = new App({ outdir });
    Platform.define(app, facts(own));
    say(app);
    return synth(app, { expand });
  }

  const stack = (outdir: string, id: string) => JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')).resource;
  const entry = (outdir: string, id: string, name: string) => JSON.parse(stack(outdir, id).consul_config_entry[name].config_json);
  /** Without the lines of the program, which move. */
  const message = () => said.replaceAll(/ \(test\/[^)]*\)/g, '').trimEnd();

  beforeEach(() => {
    for (const outdir of [last, next]) rmSync(outdir, { recursive: true, force: true });
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    run(last, deployed);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes an output for both releases and says what it keeps', () => {
    run(next, wanted, last);
    expect(message()).toBe(
      [
        'expand: kept from the last release until settle',
        '  services  sec-fax (trading/fax)',
        '  calls     sec-orders → sec-fax POST /send',
        '            sec-public → sec-fax ANY /fax',
        '            sec-orders → sec-ledger POST /entries',
        '  secrets   sec-orders: read secret/data/trading/orders/fix',
        '  routes    www.sec.example.co.jp/balances to sec-ledger opens at settle',
        '            www.sec.example.co.jp/fax to sec-fax closes at settle',
      ].join('\n'),
    );
    expect(Object.keys(stack(next, 'trading').nomad_job)).toEqual(['sec-fax', 'sec-ledger', 'sec-orders']);
    expect(entry(next, 'trading-access', 'service-intentions_sec-ledger').Sources).toEqual([
      {
        Name: 'sec-orders',
        Type: 'consul',
        Precedence: 9,
        Permissions: [
          { Action: 'allow', HTTP: { Methods: ['GET'], PathExact: '/balances' } },
          { Action: 'allow', HTTP: { Methods: ['GET'], PathExact: '/limits' } },
          { Action: 'allow', HTTP: { Methods: ['POST'], PathExact: '/entries' } },
          { Action: 'deny', HTTP: { PathPrefix: '/' } },
        ],
      },
      { Name: 'sec-public', Type: 'consul', Precedence: 9, Permissions: expect.anything() },
      { Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' },
    ]);
    expect(stack(next, 'trading-access').vault_policy).toEqual(stack(last, 'trading-access').vault_policy);
    const routes = (outdir: string) =>
      Object.keys(stack(outdir, 'edge-access').consul_config_entry).filter((name) => name.startsWith('http-route'));
    expect(routes(next)).toEqual(routes(last));
  });

  test('writes what the checks need beside it, as every synth does', () => {
    run(next, wanted, last);
    const checks = (outdir: string, file: string) => JSON.parse(readFileSync(join(outdir, 'checks', file), 'utf8'));
    expect(checks(next, 'platform.json')).toEqual(checks(last, 'platform.json'));
    expect(checks(next, 'sources.json').constructs).toHaveProperty('trading/ledger');
  });

  test('over the folder it reads is the same as beside it', () => {
    run(next, wanted, last);
    run(last, wanted, last);
    expect(readFiles(last)).toEqual(readFiles(next));
  });

  test('of the release that is deployed is the plain output', () => {
    run(next, deployed, last);
    expect([message(), readFiles(next)]).toEqual(['expand: there is nothing of the last release to keep', readFiles(last)]);
  });

  test('without a last release reads nothing', () => {
    run(next, wanted);
    expect([message(), Object.keys(stack(next, 'trading').nomad_job)]).toEqual(['', ['sec-ledger', 'sec-orders']]);
  });

  test('keeps both stacks of a domain that is gone, in the order of the last manifest', () => {
    run(
      next,
      (app) => {
        new PlatformStack(app);
        new DomainStack(app, 'fx', { owner: 'fx-team' });
      },
      last,
    );
    const { stacks } = JSON.parse(readFileSync(join(next, 'manifest.json'), 'utf8'));
    expect(Object.keys(stacks)).toEqual(['edge', 'edge-access', 'fx', 'fx-access', 'platform', 'trading', 'trading-access']);
    expect(stacks.trading).toEqual(JSON.parse(readFileSync(join(last, 'manifest.json'), 'utf8')).stacks.trading);
    for (const file of ['stacks/trading/cdk.tf.json', 'stacks/trading-access/cdk.tf.json', 'mesh/trading.json'])
      expect(readFileSync(join(next, file), 'utf8')).toBe(readFileSync(join(last, file), 'utf8'));
    expect(message()).toContain('  domains   edge\n            trading\n');
  });

  test('refuses another protocol under one name, and says the way', () => {
    const problems = run(
      next,
      (app) => {
        const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
        new SecuritiesService(trading, 'ledger', { ...size, port: Port.grpc(8080) });
      },
      last,
    );
    expect([problems.map(({ code }) => code), existsSync(next), process.exitCode]).toEqual([['CHANGE-IN-PLACE'], true, 1]);
    expect(existsSync(join(next, 'manifest.json'))).toBe(false);
    expect(said).toMatch(/^error CHANGE-IN-PLACE at trading\/ledger \(test\/constructs\/expanded-output\.test\.ts:\d+\)/);
    expect(message()).toBe(
      [
        'error CHANGE-IN-PLACE at trading/ledger',
        "  port: the protocol of sec-ledger would change under those who call it: one side's sidecars would speak what the other does not",
        '  value: grpc',
        '  limit: http, as deployed',
        '  fix: add a service of another name that speaks grpc, move its callers to it, and retire sec-ledger in a later release',
        '',
        '1 error, nothing was written',
      ].join('\n'),
    );
  });

  test('warns of a name that changes, and what that costs', () => {
    const problems = run(
      next,
      (app) => {
        new PlatformStack(app);
        addEdge(app);
        const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
        const orders = new SecuritiesService(trading, 'orders', http);
        const ledger = new SecuritiesService(trading, 'ledger', http);
        const fax = new SecuritiesService(trading, 'telefax', http);
        orders.connectTo(ledger, { allow: [HttpRule.get('/balances'), HttpRule.post('/entries')] });
        orders.connectTo(fax, { allow: [HttpRule.post('/send')] });
        fax.exposeThrough(Public, { host: HOST, path: '/fax' });
      },
      last,
    );
    expect(problems.map(({ code, path, severity }) => [code, path, severity])).toEqual([['CHANGE-RENAME', 'trading/telefax', 'warning']]);
    expect(message()).toContain(
      [
        'warning CHANGE-RENAME at trading/telefax',
        '  this looks like sec-fax under another name: both run until settle, then sec-fax is stopped, and nothing is handed over',
        '  value: sec-fax → sec-telefax',
        '  limit: by its name go callers and routes, the Vault role and secrets below trading/fax, keys below trading/fax/, history and dashboards',
        '  fix: have both names for one release and copy secrets and keys first, then retire sec-fax; or keep the name',
      ].join('\n'),
    );
    expect(message()).toContain('www.sec.example.co.jp/fax to sec-fax becomes www.sec.example.co.jp/fax to sec-telefax at settle');
  });

  test('refuses a service that moves to another domain: one of two states would take its entries away', () => {
    run(
      next,
      (app) => {
        new PlatformStack(app);
        new SecuritiesService(new DomainStack(app, 'back-office', { owner: 'back-office-team' }), 'fax', http);
      },
      last,
    );
    expect(message()).toBe(
      [
        'error CHANGE-IN-PLACE at back-office-access',
        '  the stack trading-access of the last release holds what this release makes, and would take it away when it is destroyed',
        '  value: consul_config_entry service-defaults sec-fax, consul_config_entry service-intentions sec-fax, consul_config_entry service-resolver sec-fax',
        '  limit: one Terraform address for each thing',
        '  fix: give it a new name in its new place and retire the old one in a later release, or move it between the states by hand: terraform state mv',
        '',
        '1 error, nothing was written',
      ].join('\n'),
    );
  });

  test('refuses a job that would need the port of a retired one', () => {
    const Shop = EdgeContract.of('shop', { domain: 'edge' });
    run(
      next,
      (app) => {
        new PlatformStack(app);
        const edge = new DomainStack(app, 'edge', { owner: 'platform-team' });
        const accepts = [EdgeAcceptance.of('trading', { hosts: [HOST] })];
        new EdgeLoadBalancer(edge, 'shop', { contract: Shop, pool: edgePool, accepts, readyPort: 18_081 });
      },
      last,
    );
    expect(message()).toContain(
      [
        'error NOMAD-PORT at edge/shop',
        '  sec-public keeps the port on the servers of edge until settle, so sec-shop could not start',
        '  value: 443',
        '  limit: a port that no job of the last release has',
        '  fix: retire sec-public in one release and take its port in the next, or take another port',
      ].join('\n'),
    );
  });

  const refusal = (what: string, value: string, limit?: string): string =>
    [
      'error CHANGE-RELEASE at expand',
      `  ${what}`,
      `  value: ${value}`,
      ...(limit === undefined ? [] : [`  limit: ${limit}`]),
      '  fix: name the folder of the output that was applied last in this environment; the first release has none and is applied without expand',
      '',
      '1 error, nothing was written',
    ].join('\n');

  test('refuses a folder without an output', () => {
    run(next, wanted, join(folder, 'nowhere'));
    expect(message()).toBe(
      refusal(`there is no output of a release in ${join(folder, 'nowhere')}`, 'manifest.json', 'a folder that a synth wrote'),
    );
  });

  test('refuses an output of which a file is missing', () => {
    rmSync(join(last, 'stacks', 'trading-access', 'cdk.tf.json'));
    run(next, wanted, last);
    expect(message()).toBe(
      refusal('a stack that the manifest of the last release names cannot be read', 'stacks/trading-access/cdk.tf.json'),
    );
    run(last, deployed);
    rmSync(join(last, 'mesh', 'trading.json'));
    run(next, wanted, last);
    expect(message()).toBe(refusal('the mesh graph of a domain of the last release cannot be read', 'mesh/trading.json'));
  });

  test.each([
    [
      'manifest.json',
      '{ "stacks": { "trading": 3 } }',
      'an entry of the manifest of the last release has another form',
      'manifest.json: trading',
    ],
    ['stacks/trading/cdk.tf.json', '{ "resource": 3 }', 'a stack that the manifest of the last release names cannot be read', undefined],
    [
      'stacks/trading/cdk.tf.json',
      '{ "resource": { "nomad_job": { "sec-orders": "gone" } } }',
      'a stack that the manifest of the last release names cannot be read',
      undefined,
    ],
    ['mesh/trading.json', '{ "version": 1 }', 'the mesh graph of a domain of the last release cannot be read', undefined],
    [
      'mesh/trading.json',
      '{ "version": 1, "members": [{ "service": "sec-orders", "path": "trading/orders", "callers": 3 }] }',
      'the mesh graph of a domain of the last release cannot be read',
      undefined,
    ],
  ])('refuses %s where it reads %s', (file, text, what, place) => {
    writeFileSync(join(last, file), text);
    run(next, wanted, last);
    expect(message()).toBe(refusal(what, place ?? file));
  });

  test('refuses a mesh graph of a version it does not know', () => {
    writeFileSync(join(last, 'mesh', 'trading.json'), '{ "version": 2 }');
    run(next, wanted, last);
    expect(message()).toBe(
      refusal('the mesh graph of the last release has a form that is not known here', 'version 2 in mesh/trading.json', 'version 1'),
    );
  });

  test('refuses the release of another environment', () => {
    run(next, wanted, last, { environment: Environment.of('staging') });
    expect(message()).toContain(
      `error CHANGE-RELEASE at expand\n  ${last}: the state of edge lies elsewhere: this is a release of another environment\n`,
    );
  });

  test('refuses the release of another firm or prefix', () => {
    run(next, wanted, last, { namePrefix: 'firm' });
    expect(message()).toContain(`${last}: the last release has another namePrefix\n  value: sec-public\n  limit: firm-public\n`);
    run(next, (app) => new DomainStack(app, 'fx', { owner: 'fx-team' }), last);
    expect(message()).toContain(`${last}: the last release has no stack of this app\n`);
  });
});
