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
  Retries,
  SecuritiesService,
  Traffic,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Candles } from './contracts';

/** Charts, one minute to one month. */
export function addCandles(domain: DomainStack, to: Record<'tickStore', ICallable>) {
  const candles = new SecuritiesService(domain, 'candles', {
    contract: Candles,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 16 }),
    priority: Priority.trading,
    callers: [Callers.domain('channels', { may: ['read'] })],
    traffic: [
      // Charts are reads.
      Traffic.on(HttpRule.get(HttpPath.prefix('/candles/')), {
        requestTimeout: Duration.seconds(3),
        retries: Retries.on(2, { statusCodes: [503] }),
      }),
    ],
  });

  candles.connectTo(to.tickStore, { allow: [GrpcRule.service('ticks.v1.Query')] });

  candles.addEnv('DB_HOSTS', candles.connectTo(MySql).address);
  candles.addSecretEnv(VaultSecret.database('candles-rw'), databaseLogin, { onChange: OnChange.restart() });

  return candles;
}

/** Ticks to minute candles. */
export function addCandleBuilder(domain: DomainStack, to: Record<'candles' | 'tickCache', ICallable>) {
  const candleBuilder = new Worker(domain, 'candle-builder', {
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4 }),
    priority: Priority.trading,
  });

  candleBuilder.connectTo(to.candles, { allow: [HttpRule.post('/candles/rebuild')] });
  const tickCache = candleBuilder.connectTo(to.tickCache);
  candleBuilder.addEnv('CACHE_ADDRESS', tickCache.address);

  candleBuilder.addEnv('KAFKA_BROKERS', candleBuilder.connectTo(Kafka).address);
  candleBuilder.addEnv('KAFKA_TOPICS', 'md.ticks');
}
