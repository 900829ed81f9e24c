import type { App } from 'kumiki';
import {
  BatchJob,
  Callers,
  ConsulKey,
  Cpu,
  Deadline,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  ServiceContract,
  Trigger,
  VaultSecret,
} from 'kumiki';
import { edgePool, image } from './program';

/** What of the firm a test varies. */
export interface Firm {
  readonly posting?: boolean;
  readonly journal?: boolean;
  readonly quotes?: boolean;
  readonly quotesName?: string;
  readonly count?: number;
  readonly image?: string;
  readonly memory?: number;
  readonly rollout?: Rollout;
  readonly secret?: boolean;
  readonly key?: boolean;
  readonly route?: string;
  readonly schedule?: string;
  readonly timeout?: number;
}

const Edge = EdgeContract.of('public', { domain: 'edge' });
const small = { cpu: Cpu.mhz(100), memory: Memory.mib(64) };

/** A ledger, orders that ask it, quotes that nobody but orders asks, a batch, and an edge. */
export const firm =
  ({
    posting = false,
    journal = false,
    quotes = true,
    quotesName = 'quotes',
    count = 2,
    memory = 64,
    secret = false,
    key = false,
    ...own
  }: Firm = {}) =>
  (app: App): void => {
    const Ledger = ServiceContract.http('ledger', {
      domain: 'settlement',
      offers: {
        balances: [HttpRule.get(HttpPath.template('/accounts/{id}/balance'))],
        posting: [HttpRule.post('/entries')],
        journal: [HttpRule.get('/entries')],
      },
    });
    const may = ['balances' as const, ...(posting ? ['posting' as const] : []), ...(journal ? ['journal' as const] : [])];
    const settlement = new DomainStack(app, 'settlement', { owner: 'settlement-team' });
    new SecuritiesService(settlement, 'ledger', {
      contract: Ledger,
      port: Port.http(8080),
      ...small,
      ...(own.timeout === undefined ? {} : { requestTimeout: Duration.seconds(own.timeout) }),
      callers: [Callers.service('orders', { may })],
    });
    new BatchJob(settlement, 'report', {
      trigger: Trigger.schedule(own.schedule ?? '30 18 * * 1-5'),
      expectedDuration: Duration.minutes(10),
      finishBy: Deadline.nextMarketOpen(),
      ...small,
    });
    const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
    const orders = new SecuritiesService(trading, 'orders', {
      port: Port.http(8080),
      count,
      cpu: Cpu.mhz(100),
      memory: Memory.mib(memory),
      image: image(own.image ?? 'orders'),
      rollout: own.rollout ?? Rollout.canary(1),
    });
    orders.connectTo(Ledger, { may });
    if (quotes) {
      const service = new SecuritiesService(trading, quotesName, { port: Port.http(9090), ...small });
      orders.connectTo(service, { allow: [HttpRule.get('/last')] });
    }
    if (secret) orders.addSecretEnv(VaultSecret.database('orders-rw'), { USER: 'username' }, { onChange: OnChange.restart() });
    if (key) orders.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.restart() });
    if (own.route !== undefined) orders.exposeThrough(Edge, { host: 'www.sec.example.co.jp', path: HttpPath.prefix(own.route) });
    const edge = new DomainStack(app, 'edge', { owner: 'platform-team' });
    new EdgeLoadBalancer(edge, 'public', {
      contract: Edge,
      pool: edgePool,
      ...small,
      accepts: [EdgeAcceptance.of('trading', { hosts: ['www.sec.example.co.jp'] })],
    });
  };
