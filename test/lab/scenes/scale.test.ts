import { DomainStack, HttpRule, Port, SecuritiesService } from 'kumiki';
import type { App } from 'cdktf';
import { takesRequests, underLoad } from '../load';
import { image, SceneProgram, seen, small } from '../scene-program';
import type { LoadCount } from '../standin';
import { until } from '../until';

const DOMAIN = 'scale';
const CALLER = 'scale-orders';
const SCALED = 'scale-quotes';

const withInstances =
  (count: number) =>
  (app: App): void => {
    const domain = new DomainStack(app, DOMAIN, { owner: 'scale' });
    const common = { ...small, port: Port.http(8080), image: image('standin') };
    const orders = new SecuritiesService(domain, CALLER, common);
    const quotes = new SecuritiesService(domain, SCALED, { ...common, count });
    orders.connectTo(quotes, { allow: [HttpRule.get('/last')] });
  };

const scene = new SceneProgram('scale');

beforeAll(() => scene.deploy(withInstances(1)));
afterAll(() => scene.destroy());

/** Calls all the time, with a new connection for each request, while the number of instances changes. */
async function whileCalled(work: (count: () => Promise<LoadCount>) => Promise<void>): Promise<LoadCount> {
  const caller = await scene.one(DOMAIN, CALLER);
  return underLoad(caller, { name: 'scale', to: SCALED, path: '/last', every: '30ms', parallel: 3 }, work);
}

/** The callers as Nomad knows them: a new allocation, a restart or a new version of the job would show. */
const callers = async () =>
  (await scene.allocations(DOMAIN, CALLER)).map(({ ID, JobVersion, TaskStates }) => ({
    ID,
    JobVersion,
    restarts: Object.values(TaskStates ?? {}).map(({ Restarts }) => Restarts),
  }));

const instancesOf = async (id: string) => (await scene.all(DOMAIN, id)).map(({ instance }) => instance).sort();

describe('scale', () => {
  it(
    'a second and a third instance get traffic without a restart of the callers, and no request fails',
    seen(scene, async () => {
      const before = await callers();
      const [first] = await instancesOf(SCALED);

      const load = await whileCalled(async (count) => {
        await scene.deploy(withInstances(3));
        const standins = await scene.all(DOMAIN, SCALED);
        expect(standins).toHaveLength(3);
        for (const standin of standins) await takesRequests(standin, count);
      });

      expect(load.failures).toEqual([]);
      expect(load.requests).toBeGreaterThan(300);
      expect(Object.keys(load.instances).sort()).toEqual(await instancesOf(SCALED));
      // The one that was there goes on: scaling is no roll-out.
      expect(await instancesOf(SCALED)).toContain(first);
      expect(await callers()).toEqual(before);
    }),
  );

  it(
    'a scale down under load takes instances away without a failed request',
    seen(scene, async () => {
      const before = await callers();
      const three = await instancesOf(SCALED);
      expect(three).toHaveLength(3);

      const load = await whileCalled(async (count) => {
        for (const standin of await scene.all(DOMAIN, SCALED)) await takesRequests(standin, count);
        await scene.deploy(withInstances(1));
        const rest = await scene.one(DOMAIN, SCALED);
        await until('the others have ended', async () =>
          (await scene.allocations(DOMAIN, SCALED)).every(
            ({ ID, ClientStatus }) => ID === rest.allocation.ID || ClientStatus === 'complete',
          ),
        );
        await takesRequests(rest, count);
      });

      expect(load.failures).toEqual([]);
      expect(Object.keys(load.instances).sort()).toEqual(three);
      expect(await callers()).toEqual(before);
    }),
  );
});
