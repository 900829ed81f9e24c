import {
  Callers,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { Cash } from '../settlement/contracts';
import { FxOrders, FxPositions } from './contracts';

/** FX orders. */
export function addFxOrders(domain: DomainStack, to: Record<'fxPricing' | 'fxPositions' | 'fxHedger', ICallable>) {
  const fxOrders = new SecuritiesService(domain, 'fx-orders', {
    contract: FxOrders,
    port: Port.http2(8082),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
    callers: [Callers.service('mobile-bff', { may: ['read'] })],
    traffic: [
      // Price is stale after a second.
      Traffic.on(HttpRule.post('/fx/orders'), { requestTimeout: Duration.seconds(1) }),
    ],
  });

  fxOrders.connectTo(to.fxPricing, { allow: [GrpcRule.method('fx.v1.Pricing/Snapshot')], connectTimeout: Duration.milliseconds(200) });
  fxOrders.connectTo(to.fxPositions, {
    allow: [
      HttpRule.get(HttpPath.template('/fx/positions/{account}')),
      HttpRule.get('/fx/positions'),
      HttpRule.post('/fx/positions/apply'),
    ],
  });
  fxOrders.connectTo(Cash, { may: ['available', 'reserve'] });
  fxOrders.connectTo(to.fxHedger, { allow: [GrpcRule.service('fx.v1.Hedger')] });
  fxOrders.connectTo(Sessions, { may: ['introspect'] });
  fxOrders.connectTo(AuditLog, { may: ['append'] });

  const database = fxOrders.connectTo(MySql);
  fxOrders.addEnv('DB_HOSTS', database.address);
  fxOrders.addEnv('KAFKA_BROKERS', fxOrders.connectTo(Kafka).address);
  fxOrders.addSecretEnv(VaultSecret.database('fx-orders-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = fxOrders.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('fx-orders-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  fxOrders.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/fx/orders', methods: ['GET', 'POST'] });
  fxOrders.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/fx/orders/{id}'),
    methods: ['GET', 'DELETE'],
  });

  return fxOrders;
}

/** FX positions and loss-cut line. */
export function addFxPositions(domain: DomainStack, to: Record<'fxPricing', ICallable>) {
  const fxPositions = new SecuritiesService(domain, 'fx-positions', {
    contract: FxPositions,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
    callers: [Callers.service('portfolio', { may: ['read'] }), Callers.service('exposure', { may: ['read'] })],
  });

  fxPositions.connectTo(to.fxPricing, { allow: [GrpcRule.method('fx.v1.Pricing/Snapshot')] });

  fxPositions.addEnv('DB_HOSTS', fxPositions.connectTo(MySql).address);
  fxPositions.addEnv('KAFKA_BROKERS', fxPositions.connectTo(Kafka).address);
  fxPositions.addSecretEnv(VaultSecret.database('fx-positions-rw'), databaseLogin, { onChange: OnChange.restart() });

  return fxPositions;
}
