import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Retries,
  SecuritiesService,
  Traffic,
  UpstreamLimits,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Nisa } from '../accounts/contracts';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { TradingCalendar } from '../reference-data/contracts';
import { Cash } from '../settlement/contracts';
import { PtsGateway, Quotes } from '../trading/contracts';
import { MiniOrders } from './contracts';

/** Orders for single shares against the house. */
export function addMiniOrders(domain: DomainStack, to: Record<'miniPricing' | 'miniInventory', ICallable>) {
  const miniOrders = new SecuritiesService(domain, 'mini-orders', {
    contract: MiniOrders,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 20 }),
    priority: Priority.trading,
    callers: [Callers.service('mobile-bff', { may: ['read'] })],
    traffic: [
      // Never repeated.
      Traffic.on(HttpRule.post('/mini/orders'), { requestTimeout: Duration.seconds(3), retries: Retries.onConnectFailure(1) }),
    ],
  });

  miniOrders.connectTo(to.miniPricing, { allow: [GrpcRule.service('mini.v1.Pricing')], connectTimeout: Duration.milliseconds(300) });
  miniOrders.connectTo(to.miniInventory, {
    allow: [GrpcRule.method('mini.v1.Inventory/Trade')],
    connectTimeout: Duration.milliseconds(300),
    limits: UpstreamLimits.of({ maxConnections: 32 }),
  });
  miniOrders.connectTo(Cash, { may: ['available', 'reserve'] });
  miniOrders.connectTo(Nisa, { may: ['quota', 'consume'] });
  miniOrders.connectTo(AuditLog, { may: ['append'] });

  miniOrders.addEnv('DB_HOSTS', miniOrders.connectTo(MySql).address);
  miniOrders.addEnv('KAFKA_BROKERS', miniOrders.connectTo(Kafka).address);
  miniOrders.addSecretEnv(VaultSecret.database('mini-orders-rw'), databaseLogin, { onChange: OnChange.restart() });

  miniOrders.readConfig(ConsulKey.own('hours'), { file: 'hours.json', onChange: OnChange.signal('SIGHUP') });

  miniOrders.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/mini/orders', methods: ['GET', 'POST'] });
  miniOrders.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/mini/orders/{id}'),
    methods: ['GET', 'DELETE'],
  });

  return miniOrders;
}

/** Price with spread; after the close from PTS. */
export function addMiniPricing(domain: DomainStack) {
  const miniPricing = new SecuritiesService(domain, 'mini-pricing', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
  });

  miniPricing.connectTo(Quotes, { may: ['snapshot'] });
  miniPricing.connectTo(PtsGateway, { may: ['status'] });
  miniPricing.connectTo(TradingCalendar, { may: ['read'] });

  miniPricing.addConfigFile('spread.json', { bps: 35 });

  return miniPricing;
}
