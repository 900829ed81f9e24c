import { DomainStack, HttpPath, HttpRule, Port, SecuritiesService, Callers, ServiceContract } from 'kumiki';
import type { App } from 'cdktf';
import { image, SceneProgram, seen, small } from '../scene-program';

const Ledger = ServiceContract.http('calls-ledger', {
  domain: 'calls-books',
  offers: {
    balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))],
    posting: [HttpRule.post('/entries')],
  },
});

function program(app: App): void {
  const trade = new DomainStack(app, 'calls-trade', { owner: 'trade' });
  const books = new DomainStack(app, 'calls-books', { owner: 'books' });
  const service = (domain: DomainStack, id: string) =>
    new SecuritiesService(domain, id, { ...small, port: Port.http(8080), image: image('standin') });
  new SecuritiesService(books, 'calls-ledger', {
    ...small,
    port: Port.http(8080),
    image: image('standin'),
    contract: Ledger,
    callers: [Callers.service('calls-orders', { may: ['balances'] })],
  });
  const orders = service(trade, 'calls-orders');
  service(trade, 'calls-rogue');
  orders.connectTo(Ledger, { may: ['balances'] });
}

const scene = new SceneProgram('calls');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

describe('declared calls pass, all others are refused', () => {
  it(
    'the right path and method are answered',
    seen(scene, async () => {
      const orders = await scene.one('calls-trade', 'calls-orders');

      expect(await orders.call('calls-ledger', '/accounts/1/balance')).toMatchObject({ status: 200 });
    }),
  );
});
