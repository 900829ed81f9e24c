import {
  Cpu,
  DomainStack,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  EgressGateway,
  Environment,
  HttpPath,
  Memory,
  Port,
  SecuritiesService,
  Sidecar,
} from 'kumiki';
import type { App } from 'cdktf';
import { pools } from '../../../stacks/platform';
import { bootstrapsOf } from '../bootstraps';
import { image, quickly, SceneProgram, seen, small } from '../scene-program';

const FRONT = 'bootstrap-front';
const SHOP = 'bootstrap-shop';
const HOST = 'www.bootstrap-scene.test';

const Edge = EdgeContract.of('bootstrap-edge', { domain: FRONT });
const OtherEdge = EdgeContract.of('bootstrap-edge-two', { domain: FRONT });

function program(app: App): void {
  const front = new DomainStack(app, FRONT, { owner: 'platform-team' });
  const { lines, partnerEdge } = pools(Environment.of('lab'));
  // Each pool has one server: both gateways of a kind come to the same one.
  for (const [at, contract] of [Edge, OtherEdge].entries())
    quickly(
      new EdgeLoadBalancer(front, contract.edge, {
        contract,
        pool: partnerEdge,
        port: 9643 + at,
        readyPort: 18_290 + at,
        cpu: Cpu.mhz(50),
        memory: Memory.mib(96),
        accepts: [EdgeAcceptance.of(SHOP, { hosts: [HOST] })],
      }),
    );
  for (const id of ['bootstrap-egress', 'bootstrap-egress-two'])
    quickly(
      new EgressGateway(front, id, {
        hostNetworkReason: 'sidecars on other servers reach the gateway at the address of its server',
        count: 1,
        pool: lines,
        ...small,
      }),
    );

  const shop = new DomainStack(app, SHOP, { owner: 'shop' });
  const goods = new SecuritiesService(shop, 'bootstrap-goods', {
    ...small,
    port: Port.http(8080),
    image: image('standin'),
    // What Nomad and Consul put into a bootstrap.
    sidecar: Sidecar.of({ cpu: Cpu.mhz(20), memory: Memory.mib(64), metricsPort: 9400, concurrency: 2 }),
  });
  for (const edge of [Edge, OtherEdge]) goods.exposeThrough(edge, { host: HOST, path: HttpPath.prefix('/goods/') });
}

const scene = new SceneProgram('bootstrap');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

describe('every Envoy bootstrap is one that Envoy accepts', () => {
  it.each([
    ['a sidecar', SHOP, 'bootstrap-goods', 'envoy_bootstrap.json'],
    ['an edge', FRONT, 'bootstrap-edge', 'envoy.json'],
    ['a second edge on the same server', FRONT, 'bootstrap-edge-two', 'envoy.json'],
    ['an egress gateway', FRONT, 'bootstrap-egress', 'envoy.json'],
    ['a second egress gateway on the same server', FRONT, 'bootstrap-egress-two', 'envoy.json'],
  ])('%s', (_kind, domain, id, file) =>
    seen(scene, async () => {
      const { allocation } = await scene.one(domain, id);

      expect(await bootstrapsOf(scene.layout, allocation)).toEqual([{ file: expect.stringMatching(`/${file}$`) as string }]);
    })(),
  );
});
