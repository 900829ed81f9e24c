import {
  DomainStack,
  Duration,
  HealthCheck,
  HttpRule,
  OutlierDetection,
  Port,
  RestartPolicy,
  Retries,
  SecuritiesService,
  Traffic,
} from 'kumiki';
import type { App } from 'cdktf';
import { docker, serverOf, type Allocation } from '../allocations';
import { takesRequests, underLoad } from '../load';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import type { LoadCount, Standin } from '../standin';
import { until } from '../until';

const DOMAIN = 'recovery';

function program(app: App): void {
  const domain = new DomainStack(app, DOMAIN, { owner: 'recovery' });
  const service = (id: string, startup: Duration) =>
    new SecuritiesService(domain, id, {
      ...small,
      port: Port.http(8080),
      image: image('standin'),
      count: id === 'recovery-orders' ? 1 : 2,
      health: HealthCheck.http('/ready', { startup, interval: Duration.seconds(2), timeout: Duration.seconds(1) }),
      restart: RestartPolicy.of(10, { interval: Duration.minutes(10), delay: Duration.seconds(1) }),
      traffic: [
        Traffic.on(HttpRule.get('/steady'), { retries: Retries.on(3, { conditions: ['connect-failure', 'reset'], statusCodes: [503] }) }),
      ],
    });
  const orders = service('recovery-orders', Duration.seconds(5));
  // The check of the one may fail for long before Nomad restarts it, of the other hardly.
  const prices = service('recovery-prices', Duration.minutes(10));
  const ledger = service('recovery-ledger', Duration.seconds(5));
  // A repeated request goes to any instance, to the same one too: retries alone still lose some.
  const outlierDetection = OutlierDetection.of({
    maxFailures: 1,
    interval: Duration.seconds(1),
    baseEjectionTime: Duration.seconds(2),
    maxEjectionPercent: 50,
  });
  for (const target of [prices, ledger]) orders.connectTo(target, { allow: [HttpRule.get('/steady')], outlierDetection });
}

const scene = new SceneProgram('recovery');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

const orders = () => scene.one(DOMAIN, 'recovery-orders');

/** Two instances: the one that will suffer, and the other. */
async function pair(id: string): Promise<readonly [Standin, Standin]> {
  const [first, second, ...others] = await scene.all(DOMAIN, id);
  if (first === undefined || second === undefined || others.length > 0) throw new Error(`${id} has not two instances`);
  return [first, second];
}

/** What the orders see of a service, called all the time; the work begins when every instance answers. */
async function fromOrders(id: string, work: (count: () => Promise<LoadCount>) => Promise<void>): Promise<LoadCount> {
  return underLoad(await orders(), { to: id, name: id, path: '/steady', every: '40ms', parallel: 4 }, async (count) => {
    for (const instance of await pair(id)) await takesRequests(instance, count);
    await work(count);
  });
}

const kill = ({ allocation }: Standin, task: string) => docker(scene.layout, serverOf(allocation), ['kill', `${task}-${allocation.ID}`]);

async function taskOf({ allocation }: Standin, task: string) {
  const { TaskStates } = await asOperator(scene.layout).nomad.get<Allocation>(`/v1/allocation/${allocation.ID}`);
  const state = TaskStates?.[task];
  if (state === undefined) throw new Error(`${allocation.ID} has no task ${task}`);
  return state;
}

const restarted = (standin: Standin, task: string) =>
  until(`${task} of ${standin.instance} was started again`, async () => {
    const state = await taskOf(standin, task);
    return state.Restarts === 1 && state.State === 'running' && state;
  });

/** Whether Consul gives it to callers. */
async function isPassing({ allocation }: Standin): Promise<boolean> {
  const found = await asOperator(scene.layout).consul.get<{ Service: { ID: string }; Checks: { Name: string; Status: string }[] }[]>(
    `/v1/health/connect/${fullName(allocation.TaskGroup)}`,
  );
  const checks = found.filter(({ Service }) => Service.ID.includes(allocation.ID)).flatMap(({ Checks }) => Checks);
  return checks.length > 0 && checks.every(({ Status }) => Status === 'passing');
}

describe('recovery: what is killed, fails its check or loses its sidecar is back', () => {
  it(
    'a killed task is back, and its callers see no error with declared retries',
    seen(scene, async () => {
      const [victim] = await pair('recovery-ledger');

      const load = await fromOrders('recovery-ledger', async (count) => {
        await kill(victim, 'recovery-ledger');
        const { Events } = await restarted(victim, 'recovery-ledger');
        expect(Events?.map(({ Type }) => Type)).toEqual(expect.arrayContaining(['Terminated', 'Restarting']));
        await takesRequests(victim, count);
      });

      expect(load.failures).toEqual([]);
      expect(load.requests).toBeGreaterThan(100);
    }),
  );

  it(
    'an instance that fails its check leaves the mesh without an error, and is back when it passes',
    seen(scene, async () => {
      const [sick, well] = await pair('recovery-prices');

      const load = await fromOrders('recovery-prices', async (count) => {
        await sick.setHealth('fail');
        await until('Consul sees the check fail', async () => !(await isPassing(sick)));
        // The caller's sidecar hears of it a moment later; then the other one gets everything.
        const taken = async () => (await count()).instances;
        await until('it gets no more requests', async () => {
          const before = await taken();
          await until(
            'the other took a hundred requests',
            async () => ((await taken())[well.instance] ?? 0) >= (before[well.instance] ?? 0) + 100,
          );
          return (await taken())[sick.instance] === before[sick.instance];
        });
        await sick.setHealth('ok');
        await until('Consul sees the check pass', () => isPassing(sick));
        await takesRequests(sick, count);
      });

      expect(load.failures).toEqual([]);
      expect((await taskOf(sick, 'recovery-prices')).Restarts).toBe(0);
    }),
  );

  it(
    'an instance that goes on failing its check is restarted, without an error',
    seen(scene, async () => {
      const [, sick] = await pair('recovery-ledger');

      const load = await fromOrders('recovery-ledger', async (count) => {
        await sick.setHealth('fail');
        const { Events } = await restarted(sick, 'recovery-ledger');
        expect(Events?.map(({ DisplayMessage }) => DisplayMessage)).toContainEqual(expect.stringMatching(/check "ready" unhealthy/i));
        await until('Consul sees the check pass', () => isPassing(sick));
        await takesRequests(sick, count);
      });

      expect(load.failures).toEqual([]);
    }),
  );

  it(
    'a stopped sidecar of one that is called is started again, without an error',
    seen(scene, async () => {
      const [victim] = await pair('recovery-prices');
      const sidecar = `connect-proxy-${fullName('recovery-prices')}`;

      const load = await fromOrders('recovery-prices', async (count) => {
        await kill(victim, sidecar);
        await restarted(victim, sidecar);
        await takesRequests(victim, count);
      });

      expect(load.failures).toEqual([]);
      expect((await taskOf(victim, 'recovery-prices')).Restarts).toBe(0);
    }),
  );

  it(
    'a stopped sidecar of a caller is started again, and calls pass',
    seen(scene, async () => {
      const caller = await orders();
      const sidecar = `connect-proxy-${fullName('recovery-orders')}`;

      const load = await fromOrders('recovery-prices', async (count) => {
        await kill(caller, sidecar);
        await until('a call finds no sidecar', async () => (await count()).failed > 0);
        await restarted(caller, sidecar);
        await until('calls pass', async () => (await caller.call('recovery-prices', '/steady')).status === 200);
      });

      // Nobody else can answer for it: an application repeats what its own sidecar did not take.
      expect(load.failures.every(({ status }) => status === 0 || status === 503)).toBe(true);
      expect((await taskOf(caller, 'recovery-orders')).Restarts).toBe(0);
    }),
  );
});
