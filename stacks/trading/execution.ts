import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  UpstreamLimits,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { KillSwitch } from '../risk/contracts';
import { Executions } from './contracts';

/** Chooses exchange or PTS and hands over to the sequencer. */
export function addOrderRouter(domain: DomainStack, to: Record<'sequencer' | 'jpxGateway' | 'ptsGateway', ICallable>) {
  const orderRouter = new SecuritiesService(domain, 'order-router', {
    port: Port.grpc(9091),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
  });

  const sequencer = orderRouter.connectTo(to.sequencer, {
    connectTimeout: Duration.milliseconds(200),
    limits: UpstreamLimits.of({ maxConnections: 16 }),
  });
  orderRouter.addEnv('SEQUENCER_ADDRESS', sequencer.address);
  orderRouter.connectTo(to.jpxGateway, { allow: [GrpcRule.service('gateway.v1.Session')], connectTimeout: Duration.milliseconds(200) });
  orderRouter.connectTo(to.ptsGateway, { allow: [GrpcRule.service('gateway.v1.Session')], connectTimeout: Duration.milliseconds(200) });
  orderRouter.connectTo(KillSwitch, { may: ['state'] });

  orderRouter.readConfig(ConsulKey.own('venues'), { file: 'venues.json', onChange: OnChange.restart() });
  orderRouter.addConfigFile('routing.json', { defaultVenue: 'jpx', smartRouting: true });

  return orderRouter;
}

/** Fills and their confirmation state. */
export function addExecutions(domain: DomainStack, to: Record<'positions', ICallable>) {
  const executions = new SecuritiesService(domain, 'executions', {
    contract: Executions,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 20 }),
    priority: Priority.trading,
    callers: [
      Callers.service('tax-lot-calc', { may: ['read'] }),
      Callers.service('tax-status', { may: ['read'] }),
      Callers.service('web-bff', { may: ['by-order'] }),
      Callers.service('surveillance-eod', { may: ['read'] }),
      Callers.service('trade-capture', { may: ['read'] }),
      Callers.service('mini-netting', { may: ['read'] }),
    ],
  });

  executions.connectTo(to.positions, { allow: [GrpcRule.method('positions.v1.PositionsWriter/Apply')] });

  const database = executions.connectTo(MySql);
  executions.addEnv('DB_HOSTS', database.address);
  executions.addEnv('KAFKA_BROKERS', executions.connectTo(Kafka).address);
  executions.addSecretEnv(VaultSecret.database('executions-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = executions.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('executions-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return executions;
}

/** Exchange fills to executions and positions. */
export function addFills(domain: DomainStack, to: Record<'executions' | 'positions', ICallable>) {
  const fills = new Worker(domain, 'fills', {
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 12 }),
    priority: Priority.trading,
    // Fails when the consumer group has not moved for a minute.
    health: HealthCheck.script('/app/healthy', ['--group', 'fills']),
  });

  fills.connectTo(to.executions, { allow: [HttpRule.post('/executions/confirm')] });
  fills.connectTo(to.positions, { allow: [GrpcRule.method('positions.v1.PositionsWriter/Apply')] });

  fills.addEnv('KAFKA_BROKERS', fills.connectTo(Kafka).address);
  fills.addEnv('KAFKA_TOPICS', 'jpx.fills,pts.fills');
}
