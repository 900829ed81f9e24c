import {
  DomainStack,
  Duration,
  HealthCheck,
  HttpRule,
  Port,
  RestartPolicy,
  Rollout,
  SecuritiesService,
  type ContainerImage,
  type RolloutOptions,
} from 'kumiki';
import type { App } from 'cdktf';
import { underLoads, type Load } from '../load';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import type { LoadCount } from '../standin';
import { until } from '../until';

const DOMAIN = 'rollout';
const CANARY = 'rollout-canary';
const ROLLING = 'rollout-rolling';

/** Long enough for a machine with much to do; and short, for what never becomes healthy. */
const PATIENT: RolloutOptions = {
  minHealthyTime: Duration.seconds(2),
  healthyDeadline: Duration.seconds(60),
  progressDeadline: Duration.seconds(90),
};
const HASTY: RolloutOptions = { ...PATIENT, healthyDeadline: Duration.seconds(18), progressDeadline: Duration.seconds(20) };

interface Release {
  readonly canary: ContainerImage;
  readonly rolling: ContainerImage;
  readonly deadlines?: RolloutOptions;
}

const release =
  ({ canary, rolling, deadlines = PATIENT }: Release) =>
  (app: App): void => {
    const domain = new DomainStack(app, DOMAIN, { owner: 'rollout' });
    const common = {
      ...small,
      port: Port.http(8080),
      health: HealthCheck.http('/ready', { startup: Duration.seconds(3), interval: Duration.seconds(2), timeout: Duration.seconds(1) }),
      killTimeout: Duration.seconds(5),
      restart: RestartPolicy.of(1, { interval: Duration.minutes(10), delay: Duration.seconds(1) }),
    };
    const caller = new SecuritiesService(domain, 'rollout-caller', { ...common, image: image('standin') });
    const services = [
      new SecuritiesService(domain, CANARY, { ...common, image: canary, count: 2, rollout: Rollout.canary(1, deadlines) }),
      new SecuritiesService(domain, ROLLING, { ...common, image: rolling, count: 2, rollout: Rollout.rolling(1, deadlines) }),
    ];
    for (const service of services) caller.connectTo(service, { allow: [HttpRule.get('/quick'), HttpRule.get('/slow')] });
  };

const both = (version: '1' | '2') => release({ canary: image('standin', version), rolling: image('standin', version) });
const broken = release({ canary: image('standin', 'bad'), rolling: image('standin', 'sick'), deadlines: HASTY });

const scene = new SceneProgram('roll-out');

beforeAll(() => scene.deploy(both('1')));
afterAll(() => scene.destroy());

/** Many short requests on new connections, long ones that are in flight all the time, and some on connections that are kept. */
const LOADS: readonly Load[] = [CANARY, ROLLING].flatMap((to) => [
  { to, name: `quick-${to}`, path: '/quick', every: '25ms', parallel: 3 },
  { to, name: `slow-${to}`, path: '/slow', every: '100ms', parallel: 4, headers: { 'x-standin-delay': '1500ms' } },
  { to, name: `kept-${to}`, path: '/quick', every: '50ms', parallel: 2, keepalive: true },
]);

const whileCalled = async (work: () => Promise<void>): Promise<readonly LoadCount[]> =>
  underLoads(await scene.one(DOMAIN, 'rollout-caller'), LOADS, work);

const requestsOf = (loads: readonly LoadCount[]) => loads.reduce((sum, { requests }) => sum + requests, 0);

describe('roll-out', () => {
  it(
    'a new version under constant load: not one failed request among thousands, with a canary as well as rolling',
    seen(scene, async () => {
      const loads = await whileCalled(async () => {
        await scene.deploy(both('2'));
        for (const id of [CANARY, ROLLING]) expect(await versionsOf(id)).toEqual(['2', '2']);
      });

      expect(loads.flatMap(({ failures }) => failures)).toEqual([]);
      expect(requestsOf(loads)).toBeGreaterThan(2000);
      for (const { versions } of loads) expect(Object.keys(versions).sort()).toEqual(['1', '2']);
      for (const { instances } of loads) expect(Object.keys(instances)).toHaveLength(4);
    }),
  );

  it(
    'an image that ends at once and a check that fails come back by themselves, the old version serving, and the person reads why',
    seen(scene, async () => {
      let told = '';
      const loads = await whileCalled(async () => {
        await scene.deploy(broken).catch((error: unknown) => {
          told = (error as Error).message;
        });
        await Promise.all([CANARY, ROLLING].map(isReverted));
      });

      expect(loads.flatMap(({ failures }) => failures)).toEqual([]);
      expect(requestsOf(loads)).toBeGreaterThan(500);
      for (const { versions } of loads) expect(Object.keys(versions)).toEqual(['2']);

      const why = (id: string) => told.split('nomad_job.').find((text) => text.startsWith(fullName(id)));
      for (const id of [CANARY, ROLLING]) expect(why(id)).toContain('rolling back to job version 1');
      expect(why(CANARY)).toMatch(/task rollout-canary of local\/standin:bad is dead, failed[^]*Exit Code: 1[^]*"told to exit"/);
      expect(why(ROLLING)).toMatch(
        /did not pass in time: check "ready" \(http \/ready\)[^]*task rollout-rolling of local\/standin:sick[^]*"version":"sick"/,
      );
    }),
  );

  it(
    'the next plan proposes the change again',
    seen(scene, async () => {
      for (const id of [CANARY, ROLLING]) expect(await versionsOf(id)).toEqual(['2', '2']);
      expect(await scene.unsettled()).toEqual([`rollout: ${[CANARY, ROLLING].map((id) => `update nomad_job.${fullName(id)}`).join(', ')}`]);
    }),
  );
});

/** Which versions of a service run, by what its instances say of themselves. */
async function versionsOf(id: string): Promise<readonly string[]> {
  const running = await scene.all(DOMAIN, id);
  return Promise.all(running.map(async (one) => (await one.env())['STANDIN_VERSION'] ?? ''));
}

/** Waits until the roll-out back has ended, too. */
async function isReverted(id: string): Promise<void> {
  const { nomad } = asOperator(scene.layout);
  const path = `/v1/job/${fullName(id)}`;
  await until(`${id} is rolled back`, async () => {
    const { Version } = await nomad.get<{ Version: number }>(`${path}?namespace=${DOMAIN}`);
    const { JobVersion, Status } = await nomad.get<{ JobVersion: number; Status: string }>(`${path}/deployment?namespace=${DOMAIN}`);
    return JobVersion === Version && Status === 'successful';
  });
}
