import { BatchJob, Cpu, type DomainStack, Duration, HttpRule, type ICallable, Memory, OnChange, Trigger, VaultSecret } from 'kumiki';
import { Elasticsearch, MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';

/** Moves ten years of orders into the new index layout. */
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
