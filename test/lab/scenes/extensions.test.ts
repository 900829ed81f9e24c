import type { App } from 'cdktf';
import { DomainStack, Duration, EnvoyExtension, GrpcRule, HttpRule, Port, SecuritiesService } from 'kumiki';
import { image, SceneProgram, seen, small } from '../scene-program';
import { until } from '../until';

const DOMAIN = 'extensions';
const scene = new SceneProgram('extensions');

function program(app: App): void {
  const domain = new DomainStack(app, DOMAIN, { owner: 'extensions' });
  const service = { ...small, image: image('standin') };
  const check = new SecuritiesService(domain, 'extensions-check', { ...service, port: Port.grpc(9090) });
  const vault = new SecuritiesService(domain, 'extensions-vault', {
    ...service,
    port: Port.http(8080),
    extensions: [EnvoyExtension.externalAuthorization({ service: check.serviceName })],
  });
  vault.connectTo(check, {
    allow: [GrpcRule.service('envoy.service.auth.v3.Authorization')],
    // Its own setting gives the upstream's cluster another name.
    connectTimeout: Duration.milliseconds(200),
  });
  const orders = new SecuritiesService(domain, 'extensions-orders', { ...service, port: Port.http(8080) });
  orders.connectTo(vault, { allow: [HttpRule.get('/numbers')] });
}

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

describe('external authorization', () => {
  it(
    'is asked for each request, and nothing is served when it cannot be had',
    seen(scene, async () => {
      const orders = await scene.one(DOMAIN, 'extensions-orders');
      const check = await scene.one(DOMAIN, 'extensions-check');
      await until('the authorizer lets a request pass', async () => (await orders.call('extensions-vault', '/numbers')).status === 200);

      expect(await check.counts()).toMatchObject({ 'POST /envoy.service.auth.v3.Authorization/Check': expect.any(Number) });

      await check.setSlow(5000);
      expect(await orders.call('extensions-vault', '/numbers')).toMatchObject({ status: 403 });
    }),
  );
});
