import {
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  UpstreamLimits,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka } from '../external/contracts';
import { instances, Priority, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Exposure } from '../risk/contracts';

/** Single writer: covers the book with liquidity providers. */
export function addFxHedger(domain: DomainStack, to: Record<'lpGateway', ICallable>) {
  const fxHedger = new SecuritiesService(domain, 'fx-hedger', {
    port: Port.grpc(9091),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    priority: Priority.trading,
    rollout: Rollout.stopThenStart('single writer: two hedgers would cover the same position twice'),
  });

  fxHedger.connectTo(to.lpGateway, {
    allow: [GrpcRule.service('lp.v1.Trade')],
    connectTimeout: Duration.milliseconds(200),
    limits: UpstreamLimits.of({ maxConnections: 8 }),
  });
  fxHedger.connectTo(Exposure, { may: ['read'] });

  fxHedger.addEnv('KAFKA_BROKERS', fxHedger.connectTo(Kafka).address);
  fxHedger.addSecretFile(VaultSecret.kv('signing'), { file: 'signing.key', fields: ['key'], onChange: OnChange.ignore() });

  fxHedger.readConfig(ConsulKey.own('cover-rules'), { file: 'cover-rules.json', onChange: OnChange.signal('SIGHUP') });

  return fxHedger;
}

/** Closes positions below the loss-cut line. */
export function addFxLosscut(domain: DomainStack, to: Record<'fxPositions' | 'fxOrders', ICallable>) {
  const fxLosscut = new Worker(domain, 'fx-losscut', {
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2 }),
    priority: Priority.trading,
    // Partitions move one consumer at a time.
    rollout: Rollout.rolling(1),
  });

  fxLosscut.connectTo(to.fxPositions, {
    allow: [HttpRule.get(HttpPath.template('/fx/positions/{account}')), HttpRule.get('/fx/positions')],
  });
  fxLosscut.connectTo(to.fxOrders, {
    allow: [HttpRule.post('/fx/orders'), HttpRule.delete(HttpPath.template('/fx/orders/{id}'))],
    limits: UpstreamLimits.of({ maxConnections: 64 }),
  });
  fxLosscut.connectTo(Notify, { may: ['send-now'] });

  fxLosscut.addEnv('KAFKA_BROKERS', fxLosscut.connectTo(Kafka).address);
  fxLosscut.addEnv('KAFKA_TOPICS', 'fx.prices');
}
