import {
  Cpu,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql, PartnerProxy } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';

/** Subscriptions of partners. */
export function addWebhooks(domain: DomainStack) {
  const webhooks = new SecuritiesService(domain, 'webhooks', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  webhooks.addEnv('DB_HOSTS', webhooks.connectTo(MySql).address);
  webhooks.addEnv('KAFKA_BROKERS', webhooks.connectTo(Kafka).address);
  webhooks.addSecretEnv(VaultSecret.database('partners-rw'), databaseLogin, { onChange: OnChange.restart() });

  return webhooks;
}

/** Delivers events to partners. */
export function addWebhookSender(domain: DomainStack, to: Record<'webhooks', ICallable>) {
  const webhookSender = new Worker(domain, 'webhook-sender', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  webhookSender.connectTo(to.webhooks, { allow: [HttpRule.get('/subscriptions')] });

  webhookSender.addEnv('KAFKA_BROKERS', webhookSender.connectTo(Kafka).address);
  webhookSender.addEnv('KAFKA_TOPICS', 'partners.events');
  webhookSender.connectTo(PartnerProxy, { may: ['forward'] });
  webhookSender.addSecretFile(VaultSecret.kv('signing'), { file: 'signing.key', fields: ['key'], onChange: OnChange.ignore() });
}
