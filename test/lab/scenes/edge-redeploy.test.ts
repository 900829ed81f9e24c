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
import { pools } from '../../../stacks/platform';
import { runningOf, type Allocation } from '../allocations';
import { HttpsLoad } from '../https-load';
import { SERVERS } from '../layout';
import { ReadinessWatch } from '../readiness';
import { fullName, image, quickly, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { until } from '../until';

const HOST = 'www.redeploy-scene.test';
const PORT = 9444;
const READY_PORT = 18_091;
const DRAIN_SECONDS = 8;
/** How late a busy machine may see that readiness fails, which is asked once a second. */
const LATE_SECONDS = 5;
const servers = SERVERS.filter(({ pool }) => pool === 'general').slice(0, 2);

const Edge = EdgeContract.of('redeploy-way-in', { domain: 'redeploy-front' });

/** An edge on two servers; another size makes every instance another. */
const program = (memory: Memory) => (app: App) => {
  const front = new DomainStack(app, 'redeploy-front', { owner: 'platform-team' });
  const edge = new EdgeLoadBalancer(front, 'redeploy-way-in', {
    contract: Edge,
    pool: pools(Environment.of('lab')).general,
    port: PORT,
    readyPort: READY_PORT,
    cpu: Cpu.mhz(100),
    memory,
    accepts: [EdgeAcceptance.of('redeploy-shop', { hosts: [HOST] })],
    drain: Duration.seconds(DRAIN_SECONDS),
  });
  quickly(edge);
  edge.job.override(
    JobPath.group().field('Constraints'),
    [{ LTarget: '${node.unique.name}', Operand: 'regexp', RTarget: `^(${servers.map(({ name }) => name).join('|')})$` }],
    { reason: 'two servers show what more would show' },
  );
  const shop = new DomainStack(app, 'redeploy-shop', { owner: 'shop' });
  new SecuritiesService(shop, 'redeploy-goods', { ...small, port: Port.http(8080), image: image('standin') }).exposeThrough(Edge, {
    host: HOST,
    path: HttpPath.prefix('/goods/'),
  });
};

const scene = new SceneProgram('redeploy');
const instances = () => runningOf(scene.layout, 'redeploy-front', fullName('redeploy-way-in'));

/** What each server says of itself, and what a client saw that looks at nothing else than this server. */
const watched = new Map<string, { readonly readiness: ReadinessWatch; readonly load: HttpsLoad }>();
let inFront: HttpsLoad;
let before: readonly Allocation[];

const stopAll = () =>
  Promise.all([inFront.stop(), ...[...watched.values()].flatMap(({ readiness, load }) => [readiness.stop(), load.stop()])]);

beforeAll(
  seen(scene, async () => {
    await scene.deploy(program(Memory.mib(128)));
    before = await instances();
    const ca = (await asOperator(scene.layout).vault.raw('GET', '/v1/pki/ca/pem')).text;
    const target = (address: string) => ({ address, port: PORT, host: HOST, ca });
    for (const { name, address } of servers)
      watched.set(name, {
        // Once a second, as load balancers ask.
        readiness: new ReadinessWatch(`http://${address}:${String(READY_PORT)}/ready`, { everyMs: 1000 }),
        load: new HttpsLoad(() => target(address), '/goods/1', { parallel: 1 }),
      });
    let turn = 0;
    inFront = new HttpsLoad(() => {
      const ready = servers.filter(({ name }) => watched.get(name)?.readiness.ready);
      const one = ready[turn++ % Math.max(1, ready.length)];
      return one && target(one.address);
    }, '/goods/1');
    await until('both servers are in use', () => new Set(inFront.seen.map(({ address }) => address)).size === servers.length);

    await scene.deploy(program(Memory.mib(132)));
    await until(
      'both servers are in use again',
      () => new Set(inFront.seen.slice(-20).map(({ address }) => address)).size === servers.length,
    );
    await stopAll();
  }),
);
afterAll(async () => {
  await stopAll();
  await scene.destroy();
});

describe('an edge redeploy drains', () => {
  it('no request fails of a client that goes where the edge is ready', () => {
    expect(inFront.failed).toEqual([]);
    expect(inFront.seen.length).toBeGreaterThan(500);
  });

  it('every instance is another afterwards', async () => {
    const after = await instances();

    expect(new Set(after.map(({ NodeName }) => NodeName)).size).toBe(servers.length);
    expect(after.filter(({ ID }) => before.some((old) => old.ID === ID))).toEqual([]);
  });

  it.each(servers.map(({ name }) => name))('%s: readiness fails first, and requests go on until the drain is over', (name) => {
    const { readiness, load } = watched.get(name)!;
    const drainedAt = readiness.changes.find(({ status }) => status === 503)!.at;
    const failedAt = load.failed[0]!.at;

    expect(failedAt - drainedAt).toBeGreaterThan((DRAIN_SECONDS - LATE_SECONDS) * 1000);
    expect(load.seen.filter(({ at }) => at > drainedAt && at < failedAt).length).toBeGreaterThan(1);
  });

  it('one server is away after the other, each until its new instance is ready', () => {
    const away = servers.map(({ name }) => {
      const failed = watched.get(name)!.load.failed;
      return { from: failed[0]!.at, to: failed.at(-1)!.at };
    });
    away.sort((a, b) => a.from - b.from);

    for (const [index, { to }] of away.slice(0, -1).entries()) expect(away[index + 1]!.from).toBeGreaterThan(to);
  });
});
