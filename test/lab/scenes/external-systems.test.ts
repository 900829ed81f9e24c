import {
  Checks,
  Callers,
  DirectContract,
  DomainStack,
  EgressGateway,
  ExternalService,
  HttpPath,
  HttpRule,
  JobPath,
  Port,
  Retries,
  SecuritiesService,
  ServiceContract,
  Traffic,
} from 'kumiki';
import type { App } from 'cdktf';
import { bootstrapsOf } from '../bootstraps';
import { ENGINES_ADDRESS } from '../layout';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { get } from '../standin';

// Simulators of the lab listen at these ports; nothing at the dead one.
const DEAD = `${ENGINES_ADDRESS}:8099`;

const OUTSIDE = 'systems-outside';
const DESK = 'systems-desk';

const Mail = ServiceContract.http('systems-mail', {
  domain: OUTSIDE,
  offers: {
    send: [HttpRule.post('/v1/messages')],
    watch: [HttpRule.get(HttpPath.template('/v1/messages/{id}'))],
    attach: [HttpRule.post(HttpPath.prefix('/v1/attachments/'))],
  },
});
const Rates = ServiceContract.http('systems-rates', {
  domain: OUTSIDE,
  offers: { rates: [HttpRule.get('/rates'), HttpRule.get('/history')] },
});
const Bank = ServiceContract.tcp('systems-bank', { domain: OUTSIDE });
const Events = DirectContract.of('systems-events', {
  domain: OUTSIDE,
  addresses: { lab: ['events.lab.internal:9093'], otherwise: ['events.internal:9093'] },
  reason: 'clients connect to the brokers that the cluster advertises',
});

function program(app: App): void {
  const outside = new DomainStack(app, OUTSIDE, { owner: 'platform-team' });
  const via = new EgressGateway(outside, 'systems-egress', {
    hostNetworkReason: 'sidecars on other servers reach the gateway at the address of its server',
    count: 1,
    ...small,
  });
  new ExternalService(outside, 'systems-mail', {
    contract: Mail,
    via,
    addresses: ['mail.lab.internal:8081'],
    callers: [Callers.service('systems-teller', { may: ['send', 'attach'] })],
  });
  new ExternalService(outside, 'systems-rates', {
    contract: Rates,
    via,
    addresses: [`${ENGINES_ADDRESS}:8082`, DEAD],
    traffic: [Traffic.on(HttpRule.get('/rates'), { retries: Retries.on(3, { statusCodes: [503] }) })],
    callers: [Callers.service('systems-teller', { may: ['rates'] })],
  });
  const bank = new ExternalService(outside, 'systems-bank', {
    contract: Bank,
    via,
    addresses: ['bank.lab.internal:7443'],
    callers: [Callers.service('systems-teller')],
  });
  new ExternalService(outside, 'systems-events', { contract: Events, callers: [Callers.service('systems-teller')] });

  const desk = new DomainStack(app, DESK, { owner: 'desk' });
  const service = (id: string) => new SecuritiesService(desk, id, { ...small, port: Port.http(8080), image: image('standin') });
  const teller = service('systems-teller');
  teller.connectTo(Mail, { may: ['send', 'attach'] });
  teller.connectTo(Rates, { may: ['rates'] });
  teller.connectTo(Bank);
  teller.addEnv('EVENTS', teller.connectTo(Events).address);

  // Declares nothing. Its team adds the upstreams past the constructs, as everybody can who may write jobs.
  const rogue = service('systems-rogue');
  Checks.of(rogue).acknowledge('MESH-UPSTREAM-DENIED', 'that it is denied is what the scene shows');
  rogue.job.override(
    JobPath.service(rogue.serviceName).field('Connect', 'SidecarService', 'Proxy', 'Upstreams'),
    [fullName('systems-mail'), bank.serviceName].map((DestinationName, i) => ({ DestinationName, LocalBindPort: 15_001 + i })),
    { reason: 'what nobody declared is tried all the same' },
  );
}

const scene = new SceneProgram('systems');
const teller = () => scene.one(DESK, 'systems-teller');
const rogue = () => scene.one(DESK, 'systems-rogue');
const PING = { protocol: 'tcp', body: 'PING' } as const;

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

describe('external systems: reached only by those who declared it', () => {
  it(
    'a declared request reaches the system through the gateway, any other does not',
    seen(scene, async () => {
      const [declared, undeclared] = await Promise.all([teller(), rogue()]);

      const sent = await declared.call('systems-mail', '/v1/messages', { method: 'POST', body: 'good morning' });
      expect(sent).toMatchObject({ status: 200 });
      expect(JSON.parse(sent.body)).toMatchObject({ name: 'standin', method: 'POST', path: '/v1/messages', body: 'good morning' });
      expect(await declared.call('systems-mail', '/v1/messages')).toMatchObject({ status: 403 });
      expect(await declared.call('systems-mail', '/v1/admin', { method: 'POST' })).toMatchObject({ status: 403 });
      expect(await declared.call('systems-mail', '/v1/messages/7')).toMatchObject({ status: 403 }); // offered, but not to it
      expect(await undeclared.call('systems-mail', '/v1/messages', { method: 'POST' })).toMatchObject({ status: 403 });
    }),
  );

  it.each([
    ['/v1/attachments/7', 200],
    ['/v1/attachments/7/.well-known/a', 200],
    ['/v1/attachments/../admin', 403],
    ['/v1/attachments/..', 403],
    ['/v1/attachments/%2e%2e/admin', 403],
    ['/v1/attachments/..%2Fadmin', 403],
    ['/v1/attachments//admin', 403],
    ['/v1/attachments/..%5cadmin', 403],
  ])('below a permitted prefix, %s is answered with %d', (path, status) =>
    seen(scene, async () => {
      expect(await (await teller()).call('systems-mail', path, { method: 'POST' })).toMatchObject({ status });
    })(),
  );

  it(
    'a tcp system is reached by its declared caller alone',
    seen(scene, async () => {
      const [declared, undeclared] = await Promise.all([teller(), rogue()]);

      expect(await declared.call('systems-bank', '', PING)).toMatchObject({
        status: 200,
        body: expect.stringMatching(/\nPING$/) as string,
      });
      expect(await undeclared.call('systems-bank', '', PING)).toMatchObject({
        status: 0,
        body: expect.not.stringContaining('PING') as string,
        error: expect.stringMatching(/EOF|reset/) as string,
      });
    }),
  );

  it(
    'the gateway takes connections of the mesh alone',
    seen(scene, async () => {
      const [gateway] = await asOperator(scene.layout).consul.get<{ ServiceAddress: string; ServicePort: number }[]>(
        `/v1/catalog/service/${fullName('systems-egress')}`,
      );
      const address = `${gateway?.ServiceAddress ?? ''}:${String(gateway?.ServicePort)}`;
      const undeclared = await rogue();

      // The port is the gateway's, and open: it ends what does not come with a certificate of the mesh.
      for (const scheme of ['http', 'https'])
        expect(await undeclared.call(`${scheme}://${address}`, '/v1/messages', { method: 'POST' })).toMatchObject({
          status: 0,
          error: expect.stringMatching(/EOF|reset/) as string,
        });
    }),
  );

  it(
    'a direct contract gives its caller the addresses, and they answer',
    seen(scene, async () => {
      const declared = await teller();
      const { EVENTS = '' } = await declared.env();

      expect(EVENTS).toBe('events.lab.internal:9093');
      expect(await declared.call(EVENTS, '', PING)).toMatchObject({ status: 200, body: expect.stringMatching(/\nPING$/) as string });
    }),
  );

  it(
    'a dead address among several is hidden by declared retries, and felt without them',
    seen(scene, async () => {
      const declared = await teller();
      await expect(get(scene.layout, `http://${DEAD}/rates`)).rejects.toThrow(/refused/);
      const statusesOf = async (path: string) => (await declared.calls('systems-rates', path, { times: 20 })).map(({ status }) => status);

      expect(new Set(await statusesOf('/rates'))).toEqual(new Set([200]));
      expect(new Set(await statusesOf('/history'))).toEqual(new Set([200, 503]));
    }),
  );

  it(
    'Envoy accepts the bootstraps of the gateway and of a sidecar',
    seen(scene, async () => {
      const allocations = await Promise.all([scene.allocations(OUTSIDE, 'systems-egress'), scene.allocations(DESK, 'systems-teller')]);
      for (const [allocation] of allocations) {
        if (allocation === undefined) throw new Error('it does not run');
        expect(await bootstrapsOf(scene.layout, allocation)).toEqual([{ file: expect.stringContaining(allocation.ID) as string }]);
      }
    }),
  );
});
