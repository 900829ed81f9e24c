import {
  Callers,
  Cpu,
  HealthCheck,
  HttpPath,
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
import { Kafka, MySql, PushGateway } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { PushTokens } from './contracts';

/** Phones that may be pushed to. */
export function addPushTokens(domain: DomainStack) {
  const pushTokens = new SecuritiesService(domain, 'push-tokens', {
    contract: PushTokens,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('mobile-bff', { may: ['write'] })],
  });

  pushTokens.addEnv('DB_HOSTS', pushTokens.connectTo(MySql).address);
  pushTokens.addSecretEnv(VaultSecret.database('push-tokens-rw'), databaseLogin, { onChange: OnChange.restart() });

  return pushTokens;
}

/** APNs and FCM through the push gateway. */
export function addPushSender(domain: DomainStack, to: Record<'pushTokens', ICallable>) {
  const pushSender = new Worker(domain, 'push-sender', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
    ...instances(domain, { production: 4, upTo: 16 }),
  });

  pushSender.connectTo(to.pushTokens, {
    allow: [
      HttpRule.get(HttpPath.template('/tokens/{account}')),
      HttpRule.post('/tokens'),
      HttpRule.delete(HttpPath.template('/tokens/{id}')),
    ],
  });

  pushSender.addEnv('KAFKA_BROKERS', pushSender.connectTo(Kafka).address);
  pushSender.addEnv('KAFKA_TOPICS', 'notify.push');
  pushSender.connectTo(PushGateway, { may: ['send'] });
  pushSender.addSecretFile(VaultSecret.kv('vendor'), { file: 'vendor.key', fields: ['key'], onChange: OnChange.ignore() });
}
