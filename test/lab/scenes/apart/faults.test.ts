import type { App } from 'cdktf';
import { DomainStack, Duration, HttpRule, Port, Rollout, SecuritiesService, Worker, type ContainerImage } from 'kumiki';
import { deploy } from '../../deployment';
import { findOrBuildEngines } from '../../engines/engines';
import { cniPath } from '../../machine';
import { image, SceneProgram, seen, small } from '../../scene-program';
import { stop } from '../../servers/daemon';
import { startConsulServer, startNomadServer, startVault, type EngineRoom } from '../../servers/engines-up';
import { until } from '../../until';

const DOMAIN = 'faults';
const scene = new SceneProgram('faults');

const quick = Rollout.rolling(1, {
  minHealthyTime: Duration.seconds(1),
  healthyDeadline: Duration.seconds(60),
  progressDeadline: Duration.seconds(90),
});

/** A caller and what it calls, and a worker that is released again and again. */
const program =
  (worker: ContainerImage, round: number) =>
  (app: App): void => {
    const domain = new DomainStack(app, DOMAIN, { owner: 'faults' });
    const orders = new SecuritiesService(domain, 'faults-orders', { ...small, port: Port.http(8080), image: image('standin') });
    const ledger = new SecuritiesService(domain, 'faults-ledger', { ...small, port: Port.http(8080), image: image('standin') });
    orders.connectTo(ledger, { allow: [HttpRule.get('/entries')] });
    new Worker(domain, 'faults-fills', {
      ...small,
      image: worker,
      rollout: quick,
      shutdownDelay: Duration.zero,
      env: { ROUND: String(round) },
    });
  };

let room: EngineRoom;

beforeAll(async () => {
  const engines = await findOrBuildEngines(scene.layout.cache, () => undefined);
  room = { layout: scene.layout, engines, cniPath: cniPath() ?? '' };
  await scene.deploy(program(image('worker'), 0));
});
afterAll(() => scene.destroy());

describe('faults', () => {
  it(
    'Consul, Vault and Nomad restart under running services, and no call fails',
    seen(scene, async () => {
      const orders = await scene.one(DOMAIN, 'faults-orders');
      await until('the call passes', async () => (await orders.call('faults-ledger', '/entries')).status === 200);
      await orders.startLoad('faults-ledger', '/entries', { every: '20ms', parallel: 2 });

      await stop(room.layout, 'consul');
      await startConsulServer(room);
      await stop(room.layout, 'vault');
      await startVault(room);
      await stop(room.layout, 'nomad');
      await startNomadServer(room);
      const before = (await orders.load()).requests;
      await until('calls went on after the last restart', async () => (await orders.load()).requests > before + 100);

      const { failed, requests } = await orders.stopLoad();
      expect({ failed, many: requests > 200 }).toEqual({ failed: 0, many: true });
    }),
  );

  it(
    'an engine that is killed in the middle of a deploy: the deploy repeated converges, 20 times of 20',
    seen(scene, async () => {
      const restart = { consul: startConsulServer, nomad: startNomadServer, vault: startVault };
      const engines = Object.keys(restart) as (keyof typeof restart)[];
      let inTheMiddle = 0;
      // A deploy that had ended before its engine did was not one of the twenty.
      for (let round = 1; inTheMiddle < 20; round++) {
        expect(round).toBeLessThanOrEqual(30);
        const deployment = await scene.synth(program(image('worker', round % 2 === 0 ? '1' : '2'), round));
        const engine = engines[round % engines.length] ?? 'nomad';
        // The moment differs from round to round: in the access stack, at the registration, while the deployment is awaited.
        const moment = (round * 97) % 1500;
        const firstDeploy = { ended: false };
        const first = deploy(deployment)
          .catch(() => undefined)
          .finally(() => {
            firstDeploy.ended = true;
          });
        await new Promise((resolve) => setTimeout(resolve, moment));
        await stop(room.layout, engine);
        // Whether that deploy then failed or waited is its own affair.
        if (!firstDeploy.ended) inTheMiddle += 1;
        await restart[engine](room);
        await first;

        await scene.deploy(program(image('worker', round % 2 === 0 ? '1' : '2'), round));
        expect(await scene.unsettled()).toEqual([]);
        const fills = await scene.one(DOMAIN, 'faults-fills');
        expect(await fills.env()).toMatchObject({ ROUND: String(round) });
      }
    }),
    600_000,
  );
});
