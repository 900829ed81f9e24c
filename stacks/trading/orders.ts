import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  InboundLimits,
  Memory,
  OnChange,
  Port,
  Retries,
  Rollout,
  SecuritiesService,
  Traffic,
  UpstreamLimits,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, ejectQuickly, instances, Priority, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { MarginAccounts } from '../margin/contracts';
import { Ledger } from '../settlement/contracts';
import { Orders } from './contracts';

/** Accepts, amends and cancels customer orders. */
export function addOrders(domain: DomainStack, to: Record<'quotes' | 'orderValidation' | 'orderRouter' | 'positions', ICallable>) {
  const orders = new SecuritiesService(domain, 'orders', {
    contract: Orders,
    port: Port.http(8080),
    health: HealthCheck.http('/ready', { startup: Duration.seconds(60) }),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(3) }),
    ...instances(domain, { production: 12, staging: 2, upTo: 36 }),
    priority: Priority.trading,
    rollout: Rollout.canary(domain.platform.environment.choose({ production: 2, otherwise: 1 })),
    callers: [
      Callers.domain('channels', { may: ['read', 'estimate'] }),
      Callers.service('margin-calls', { may: ['place'] }),
      Callers.service('open-api', { may: ['place', 'read'] }),
      Callers.service('mini-inventory', { may: ['place'] }),
    ],
    traffic: [
      // An order is never retried once it may have been sent.
      Traffic.on(HttpRule.post('/orders'), { requestTimeout: Duration.seconds(5), retries: Retries.onConnectFailure(1) }),
      // Reads are idempotent.
      Traffic.on(HttpRule.get(HttpPath.prefix('/orders/')), {
        requestTimeout: Duration.seconds(2),
        retries: Retries.on(2, { statusCodes: [503] }),
      }),
    ],
    // 09:00 burst: queueing at the sidecar is worse than a fast refusal.
    inboundLimits: InboundLimits.of({ maxConnections: 2048 }),
  });

  orders.connectTo(to.quotes, {
    allow: [GrpcRule.service('quotes.v1.Quotes')],
    connectTimeout: Duration.milliseconds(500),
    outlierDetection: ejectQuickly,
  });
  orders.connectTo(to.orderValidation, {
    allow: [GrpcRule.service('ordervalidation.v1.Validation')],
    connectTimeout: Duration.milliseconds(300),
    outlierDetection: ejectQuickly,
  });
  orders.connectTo(to.orderRouter, {
    allow: [GrpcRule.method('orderrouter.v1.Router/Submit'), GrpcRule.method('orderrouter.v1.Router/Cancel')],
    connectTimeout: Duration.milliseconds(300),
    limits: UpstreamLimits.of({ maxConnections: 256, maxConcurrentRequests: 1024 }),
  });
  orders.connectTo(to.positions, {
    allow: [GrpcRule.method('positions.v1.Positions/Get'), GrpcRule.method('positions.v1.Positions/List')],
  });
  const ledger = orders.connectTo(Ledger, {
    may: ['balances', 'posting'],
    connectTimeout: Duration.seconds(1),
    limits: UpstreamLimits.of({ maxConnections: 64 }),
  });
  orders.addEnv('LEDGER_URL', ledger.url);
  orders.connectTo(Sessions, { may: ['introspect'], connectTimeout: Duration.milliseconds(300) });
  orders.connectTo(MarginAccounts, { may: ['buying-power'], connectTimeout: Duration.milliseconds(500) });
  orders.connectTo(AuditLog, { may: ['append'] });

  const database = orders.connectTo(MySql);
  orders.addEnv('DB_HOSTS', database.address);
  orders.addEnv('KAFKA_BROKERS', orders.connectTo(Kafka).address);
  orders.addSecretEnv(VaultSecret.database('orders-rw'), databaseLogin, { onChange: OnChange.restart() });
  orders.addSecretFile(VaultSecret.kv('signing'), { file: 'signing.key', fields: ['key'], onChange: OnChange.ignore() });

  orders.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.signal('SIGHUP') });
  orders.readConfig(ConsulKey.own('session-phases'), { file: 'session-phases.json', onChange: OnChange.signal('SIGHUP') });
  orders.addConfigFile('flags.json', { dryRun: false, acceptPts: true });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = orders.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('orders-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  orders.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).www, path: '/orders', methods: ['GET', 'POST'] });
  orders.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).www,
    path: HttpPath.template('/orders/{id}'),
    methods: ['GET', 'PUT', 'DELETE'],
  });
  orders.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/orders', methods: ['GET', 'POST'] });
  orders.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/orders/{id}'),
    methods: ['GET', 'PUT', 'DELETE'],
  });

  return orders;
}
