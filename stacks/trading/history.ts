import {
  BatchJob,
  Callers,
  Cpu,
  Duration,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Elasticsearch, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { OrderHistory } from './contracts';

/** Orders of earlier days, from Elasticsearch and the archive. */
export function addOrderHistory(domain: DomainStack) {
  const orderHistory = new SecuritiesService(domain, 'order-history', {
    contract: OrderHistory,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4 }),
    callers: [
      Callers.service('operator-console', { may: ['search'] }),
      Callers.service('evidence-export', { may: ['search'] }),
      Callers.service('surveillance', { may: ['search'] }),
      Callers.service('surveillance-eod', { may: ['search'] }),
    ],
    // Full-text search over ten years is slow by nature.
    requestTimeout: Duration.seconds(20),
  });

  orderHistory.addEnv('DB_HOSTS', orderHistory.connectTo(MySql).address);
  orderHistory.connectTo(Elasticsearch, { may: ['search'] });
  orderHistory.addSecretEnv(VaultSecret.database('order-history-ro'), databaseLogin, { onChange: OnChange.restart() });
  orderHistory.addSecretFile(VaultSecret.kv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });

  return orderHistory;
}

/** Moves ten years of orders into the new index layout. It would run again with a new image, so CI leaves its image alone. */
export function addOrderHistoryBackfill(domain: DomainStack, to: Record<'orderHistory', ICallable>) {
  const orderHistoryBackfill = new BatchJob(domain, 'order-history-backfill', {
    trigger: Trigger.once(),
    expectedDuration: Duration.minutes(360),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(8) }),
  });

  orderHistoryBackfill.connectTo(to.orderHistory, { allow: [HttpRule.post('/history/archive')] });

  orderHistoryBackfill.addEnv('DB_HOSTS', orderHistoryBackfill.connectTo(MySql).address);
  orderHistoryBackfill.connectTo(Elasticsearch, { may: ['index'] });
  orderHistoryBackfill.addSecretEnv(VaultSecret.database('order-history-ro'), databaseLogin, { onChange: OnChange.restart() });
  orderHistoryBackfill.addSecretFile(VaultSecret.sharedKv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}
