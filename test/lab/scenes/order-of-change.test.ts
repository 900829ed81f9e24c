import {
  Callers,
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
  Platform,
  Port,
  RestartPolicy,
  Rollout,
  SecuritiesService,
  ServiceContract,
  synth,
  Worker,
  type SecuritiesServiceProps,
} from 'kumiki';
import { App } from 'cdktf';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pools } from '../../../stacks/platform';
import { containerPid } from '../allocations';
import { destroy, type Deployment } from '../deployment';
import { https, type HttpsTarget } from '../https';
import { tokensFor, identityFor } from '../identities';
import { SERVERS } from '../layout';
import { fullName, image, quickly, sceneFacts, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { get, type LoadCount, type Standin } from '../standin';
import { until } from '../until';

const HOST = 'www.order-scene.test';
const PORT = 9543;
const READY_PORT = 18_190;
const TRADE = 'order-trade';
const MAIL = 'order-mail';
const [server] = SERVERS.filter(({ pool }) => pool === 'partner-edge') as [(typeof SERVERS)[number]];

const Edge = EdgeContract.of('order-way-in', { domain: 'order-edge' });
const Fax = ServiceContract.http('order-fax', { domain: MAIL, offers: { sending: [HttpRule.post('/send')] } });

function edge(app: App, domains: readonly string[]): void {
  const domain = new DomainStack(app, 'order-edge', { owner: 'platform-team' });
  quickly(
    new EdgeLoadBalancer(domain, 'order-way-in', {
      contract: Edge,
      pool: pools(Environment.of('lab')).partnerEdge,
      port: PORT,
      readyPort: READY_PORT,
      cpu: Cpu.mhz(100),
      memory: Memory.mib(128),
      accepts: domains.map((id) => EdgeAcceptance.of(id, { hosts: [HOST] })),
      drain: Duration.seconds(1),
    }),
  );
}

/** A failed instance is placed again until the progress deadline, and only then the roll-out has failed. */
const impatient = Rollout.canary(1, {
  minHealthyTime: Duration.seconds(2),
  healthyDeadline: Duration.seconds(10),
  // No shorter than a sidecar may take to stop.
  progressDeadline: Duration.seconds(15),
});

const service = (domain: DomainStack, id: string, props: Partial<SecuritiesServiceProps> = {}) =>
  new SecuritiesService(domain, id, {
    ...small,
    port: Port.http(8080),
    image: image('standin'),
    // Goes on calling for a while when it is told to end, so that its last calls are seen, too.
    env: { STANDIN_IGNORE_SIGTERM: '2s' },
    killTimeout: Duration.seconds(5),
    // One that ends at once has failed at once.
    restart: RestartPolicy.of(0, { interval: Duration.seconds(5), delay: Duration.seconds(1) }),
    ...props,
  });

/** Is not touched by any release. */
const probe = (domain: DomainStack) => new Worker(domain, 'order-probe', { ...small, image: image('worker') });

/** Orders asks the ledger, a pager of its own domain, and the fax of another one. Orders and fax stand behind the edge. */
function before(app: App): void {
  edge(app, [TRADE, MAIL]);
  const trade = new DomainStack(app, TRADE, { owner: 'trade' });
  const ledger = service(trade, 'order-ledger');
  const orders = service(trade, 'order-orders');
  orders.connectTo(ledger, { allow: [HttpRule.get('/balances'), HttpRule.post('/entries')] });
  orders.connectTo(service(trade, 'order-pager', { port: Port.http2(8081) }), { allow: [HttpRule.post('/page')] });
  orders.connectTo(Fax, { may: ['sending'] });
  orders.exposeThrough(Edge, { host: HOST, path: HttpPath.prefix('/orders/') });
  probe(trade).connectTo(ledger, { allow: [HttpRule.get('/balances')] });

  const fax = new SecuritiesService(new DomainStack(app, MAIL, { owner: 'mail' }), 'order-fax', {
    ...small,
    port: Port.http(8080),
    image: image('standin'),
    contract: Fax,
    callers: [Callers.service('order-orders', { may: ['sending'] })],
  });
  fax.exposeThrough(Edge, { host: HOST, path: HttpPath.prefix('/fax/') });
}

/** Pager and the domain of the fax are retired, the ledger is asked for limits and no longer for entries, a desk opens. */
const after =
  (version: Partial<SecuritiesServiceProps>, desk = 'order-desk') =>
  (app: App): void => {
    edge(app, [TRADE]);
    const trade = new DomainStack(app, TRADE, { owner: 'trade' });
    const ledger = service(trade, 'order-ledger');
    const orders = service(trade, 'order-orders', version);
    orders.connectTo(ledger, { allow: [HttpRule.get('/balances'), HttpRule.get('/limits')] });
    orders.exposeThrough(Edge, { host: HOST, path: HttpPath.prefix('/orders/') });
    probe(trade).connectTo(ledger, { allow: [HttpRule.get('/balances')] });
    service(trade, desk).exposeThrough(Edge, { host: HOST, path: HttpPath.prefix('/desk/') });
  };

const scene = new SceneProgram('order');
const folder = (name: string) => `${scene.output}-${name}`;
const release = (name: string, define: (app: App) => void, expand?: string) =>
  scene.synth(define, { output: folder(name), ...(expand === undefined ? {} : { expand }) });

type Stacks = Deployment['stacks'];
const access = ({ stacks }: Deployment): Stacks => stacks.filter(({ name }) => name.endsWith('-access'));
const jobs = ({ stacks }: Deployment): Stacks => stacks.filter(({ name }) => !name.endsWith('-access'));
const edges = (deployment: Deployment): Stacks => access(deployment).filter(({ name }) => name === 'order-edge-access');

/** What a plan would do, each kind once. */
async function planned({ layout, applier }: Deployment, stacks: Stacks): Promise<readonly string[]> {
  const changes = await Promise.all(
    stacks.map(async (stack) => applier.plan(stack, await tokensFor(layout, identityFor(stack.name)), () => undefined)),
  );
  return [...new Set(changes.flat().map(({ action }) => action))].sort();
}

/** A client outside of the mesh that asks all the time, and what it was told: `200`, or `200 403` where the service called on. */
class Client {
  readonly answers: string[] = [];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #path: string;
  readonly #running: Promise<void>;
  #stopped = false;

  constructor(path: string, headers: Readonly<Record<string, string>> = {}) {
    this.#path = path;
    this.#headers = headers;
    this.#running = this.#run();
    clients.push(this);
  }

  /** Answers in their order, those that are alike once. */
  get changes(): readonly string[] {
    return this.answers.filter((answer, index) => answer !== this.answers[index - 1]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.answers.push(await ask(this.#path, this.#headers).catch((error: unknown) => String(error)));
      await pause(50);
    }
  }
}

let target: HttpsTarget;

/** One request on a connection of its own. */
async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, body } = await https(target, path, { headers });
  const { calls = [] } = status === 200 ? (JSON.parse(body) as { calls?: { status: number }[] }) : {};
  return [status, ...calls.map((call) => call.status)].join(' ');
}

/** Loads of a caller that will be replaced: their numbers end with it, so they are read all the time. */
class LastSeen {
  readonly counts: Record<string, LoadCount> = {};
  /** Some of the numbers were read after it was told to end. */
  heardOfItsEnd = false;
  readonly #caller: Standin;
  readonly #ended: Promise<void>;

  constructor(caller: Standin, loads: readonly string[]) {
    this.#caller = caller;
    this.#ended = this.#run(loads);
  }

  get requests(): number {
    return Math.min(...Object.values(this.counts).map(({ requests }) => requests));
  }

  get failures() {
    return Object.values(this.counts).flatMap(({ failures }) => failures);
  }

  /** It is gone, and has said all it could. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async #run(loads: readonly string[]): Promise<void> {
    const { allocation, task } = this.#caller;
    const inside = ['nsenter', '--target', String(await containerPid(scene.layout, allocation, task)), '--net', '--'];
    const read = (path: string) => get(scene.layout, `http://127.0.0.1:9999${path}`, inside).catch(() => undefined);
    for (;;) {
      for (const name of loads) {
        const answer = await read(`/load?name=${name}`);
        if (answer === undefined) return;
        this.counts[name] = JSON.parse(answer.body) as LoadCount;
      }
      const events = await read('/events');
      if (events?.body.includes('SIGTERM') === true) this.heardOfItsEnd = true;
      await pause(100);
    }
  }
}

const one = (id: string) => scene.one(TRADE, id);
const calling = (path: string) => ({ 'x-standin-call': 'order-ledger', 'x-standin-path': path });
const isAnswered = (to: string, path: string, status: number) => async () =>
  (await (await one('order-orders')).call(to, path)).status === status;

/** Every client, so that all of them end. */
const clients: Client[] = [];
let expanded: Deployment;
/** Takes away what was applied last. */
let leave = () => scene.destroy();
let settled: Deployment;
let loads: Readonly<Record<'orders' | 'fax' | 'desk', Client>>;
let limits: Client;
let old: LastSeen;
let oldInstance = '';
let prober: Standin;

beforeAll(async () => {
  await scene.deploy(before);
  const { text: ca } = await asOperator(scene.layout).vault.raw('GET', '/v1/pki/ca/pem');
  target = { address: server.address, port: PORT, host: HOST, ca };
  await until('the edge answers', async () =>
    (await Promise.all(['/orders/1', '/fax/1'].map((path) => ask(path)))).every((answer) => answer === '200'),
  );

  const orders = await one('order-orders');
  oldInstance = orders.instance;
  await orders.startLoad('order-ledger', '/balances', { name: 'balances' });
  await orders.startLoad('order-ledger', '/entries', { name: 'entries', method: 'POST' });
  await orders.startLoad('order-pager', '/page', { name: 'page', method: 'POST', protocol: 'http2' });
  await orders.startLoad('order-fax', '/send', { name: 'send', method: 'POST' });
  old = new LastSeen(orders, ['balances', 'entries', 'page', 'send']);
  prober = await one('order-probe');
  await prober.startLoad('order-ledger', '/balances');
  loads = { orders: new Client('/orders/1', calling('/balances')), fax: new Client('/fax/1'), desk: new Client('/desk/1') };
  await until('all is called', () => old.requests > 10 && Object.values(loads).every(({ answers }) => answers.length > 10));
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await leave();
});

describe('order of change: under constant traffic no permitted request fails while calls, routes and services come and go', () => {
  it(
    'first is opened what the next release adds, and nothing is closed',
    seen(scene, async () => {
      expect(await (await one('order-orders')).call('order-ledger', '/limits')).toMatchObject({ status: 403 });
      expanded = await release('expanded', after({ image: image('standin', 'bad'), rollout: impatient }), scene.output);
      // What is to be retired stands in it, too.
      leave = () => destroy(expanded);

      expect(await planned(expanded, expanded.stacks)).toEqual(['create', 'update']);
      await scene.apply(expanded, access(expanded));
      await until('the new call is open', isAnswered('order-ledger', '/limits', 200));
      limits = new Client('/orders/1', calling('/limits'));
      expect(await (await one('order-orders')).call('order-ledger', '/entries', { method: 'POST' })).toMatchObject({ status: 200 });
      expect(old.failures).toEqual([]);
    }),
  );

  it(
    'a roll-out that fails is reverted: the old version goes on, and so do those that are to be retired',
    seen(scene, async () => {
      await expect(scene.apply(expanded, jobs(expanded))).rejects.toThrow(/scene-order-orders[^]*failed/i);

      const { requests } = old;
      await until('the old version goes on', () => old.requests > requests + 100);
      expect((await one('order-orders')).instance).toBe(oldInstance);
      expect(old.failures).toEqual([]);
      // What could be rolled out has been.
      await one('order-desk');
    }),
  );

  it(
    'the next release takes up where the other stopped: its jobs run beside those that it retires',
    seen(scene, async () => {
      expanded = await release('expanded-again', after({ image: image('standin', '2') }), folder('expanded'));
      settled = await release('settled', after({ image: image('standin', '2') }));
      expect(await planned(expanded, access(expanded))).toEqual([]);
      await scene.apply(expanded, access(expanded));
      expect(await planned(expanded, jobs(expanded))).toEqual(['update']);
      await scene.apply(expanded, jobs(expanded));

      await old.ended;
      const orders = await one('order-orders');
      expect((await orders.call('order-ledger', '/balances')).status).toBe(200);
      expect(orders.instance).not.toBe(oldInstance);
      await Promise.all([one('order-pager'), scene.one(MAIL, 'order-fax')]);
    }),
  );

  it(
    'last the routes change, then services are retired, then is closed what nobody uses',
    seen(scene, async () => {
      await scene.apply(settled, edges(settled));
      await until('the edge has the new routes', () => loads.desk.answers.at(-1) === '200' && loads.fax.answers.at(-1) === '404');
      const stays = new Set(settled.stacks.map(({ name }) => name));
      const gone = (stacks: Stacks) => ({ ...expanded, stacks: stacks.filter(({ name }) => !stays.has(name)) });
      await Promise.all([scene.apply(settled, jobs(settled)), destroy(gone(jobs(expanded)))]);
      await scene.apply(settled, access(settled));
      await destroy(gone(access(expanded)));

      expect(await scene.unsettled()).toEqual([]);
      await until('the old call is closed', async () => {
        const orders = await one('order-orders');
        return (await orders.call('order-ledger', '/entries', { method: 'POST' })).status === 403;
      });
      const { consul, nomad } = asOperator(scene.layout);
      for (const id of ['order-pager', 'order-fax']) expect(await consul.get(`/v1/catalog/service/${fullName(id)}`)).toEqual([]);
      expect(await scene.all(TRADE, 'order-pager')).toEqual([]);
      expect(await nomad.find(`/v1/namespace/${MAIL}`)).toBeUndefined();
    }),
  );

  it(
    'of all these requests not one failed',
    seen(scene, async () => {
      const { requests, failures, instances } = await prober.stopLoad();
      await Promise.all(clients.map((client) => client.stop()));
      // The replaced caller, until its own end: also the calls that the next release does not make.
      expect({ failures: old.failures, untilItsEnd: old.heardOfItsEnd }).toEqual({ failures: [], untilItsEnd: true });
      expect(old.requests).toBeGreaterThan(500);
      // A caller that nobody touched.
      expect({ failures, callees: Object.keys(instances).length }).toEqual({ failures: [], callees: 1 });
      expect(requests).toBeGreaterThan(500);
      // Those outside: the answer, and the one to the call that whoever answered makes of the ledger.
      expect(loads.orders.changes).toEqual(['200 200']);
      expect(limits.changes).toEqual(['200 200']);
      // A route opens and closes in one moment: it never leads to a service that is not there.
      expect(loads.desk.changes).toEqual(['404', '200']);
      expect(loads.fax.changes).toEqual(['200', '404']);
    }),
  );
});

describe('what cannot be done under traffic is refused, and what costs something says so', () => {
  const exitCode = process.exitCode;
  let said = '';

  beforeEach(() => {
    said = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });

  /** A next release over the one that runs. */
  function next(name: string, define: (app: App) => void) {
    const app = new App({ outdir: folder(name) });
    Platform.define(app, sceneFacts());
    define(app);
    return synth(app, { expand: folder('settled') });
  }

  it('a protocol change in place is refused with the way to do it, and nothing is written', () => {
    const problems = next('protocol', (app) => {
      service(new DomainStack(app, TRADE, { owner: 'trade' }), 'order-ledger', { port: Port.http2(8081) });
    });

    expect(problems.filter(({ severity }) => severity !== 'note')).toMatchObject([{ severity: 'error', code: 'CHANGE-IN-PLACE' }]);
    expect(said).toContain('the protocol of scene-order-ledger would change under those who call it');
    expect(said).toContain('add a service of another name that speaks http2, move its callers to it, and retire scene-order-ledger');
    expect(existsSync(join(folder('protocol'), 'manifest.json'))).toBe(false);
  });

  it('a rename says that nothing is handed over, and what goes by the name', () => {
    const problems = next('rename', after({ image: image('standin', '2') }, 'order-office'));

    expect(problems.filter(({ severity }) => severity !== 'note')).toMatchObject([{ severity: 'warning', code: 'CHANGE-RENAME' }]);
    expect(said).toContain('scene-order-desk → scene-order-office');
    expect(said).toContain('both run until settle, then scene-order-desk is stopped, and nothing is handed over');
    expect(said).toContain(`callers and routes, the Vault role and secrets below ${TRADE}/order-desk`);
  });
});
