import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  InboundLimits,
  Memory,
  OnChange,
  Port,
  Retries,
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Inbox, MessageTemplates, Notify } from './contracts';

/** Accepts messages; decides the channel. */
export function addNotify(domain: DomainStack, to: Record<'messageTemplates' | 'inbox' | 'pushTokens', ICallable>) {
  const notify = new SecuritiesService(domain, 'notify', {
    contract: Notify,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    callers: [
      Callers.service('account-opening', { may: ['send'] }),
      Callers.service('case-management', { may: ['send'] }),
      Callers.service('deposits', { may: ['send'] }),
      Callers.service('accumulation', { may: ['send'] }),
      Callers.service('fx-losscut', { may: ['send-now'] }),
      Callers.domain('identity', { may: ['send'] }),
      Callers.service('mfa', { may: ['send-now'] }),
      Callers.service('ipo-lottery-run', { may: ['send'] }),
      Callers.service('margin-calls', { may: ['send'] }),
      Callers.service('instrument-load', { may: ['send'] }),
      Callers.service('statement-render', { may: ['send'] }),
      Callers.service('corporate-actions', { may: ['send'] }),
      Callers.service('mini-fills', { may: ['send'] }),
      Callers.service('preopen-check', { may: ['send-now'] }),
    ],
    traffic: [
      // Login codes: somebody is waiting.
      Traffic.on(HttpRule.post('/messages/urgent'), { requestTimeout: Duration.seconds(2), retries: Retries.onConnectFailure(2) }),
    ],
    // One noisy caller must not block login codes.
    inboundLimits: InboundLimits.of({ maxConnections: 1024 }),
  });

  notify.connectTo(to.messageTemplates, { allow: [HttpRule.get(HttpPath.prefix('/templates/'))] });
  notify.connectTo(to.inbox, { allow: [HttpRule.post('/inbox')] });
  notify.connectTo(to.pushTokens, { allow: [HttpRule.get(HttpPath.template('/tokens/{account}'))] });

  notify.addEnv('DB_HOSTS', notify.connectTo(MySql).address);
  notify.addEnv('KAFKA_BROKERS', notify.connectTo(Kafka).address);
  notify.addSecretEnv(VaultSecret.database('notify-rw'), databaseLogin, { onChange: OnChange.restart() });

  // It looks at the file before each message.
  notify.readConfig(ConsulKey.own('quiet-hours'), { file: 'quiet-hours.json', onChange: OnChange.ignore() });
}

/** Texts, approved by compliance. */
export function addMessageTemplates(domain: DomainStack) {
  const messageTemplates = new SecuritiesService(domain, 'message-templates', {
    contract: MessageTemplates,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('statement-render', { may: ['read'] })],
  });

  messageTemplates.addEnv('DB_HOSTS', messageTemplates.connectTo(MySql).address);
  messageTemplates.addSecretEnv(VaultSecret.database('templates-rw'), databaseLogin, { onChange: OnChange.restart() });

  return messageTemplates;
}

/** Messages inside the app. */
export function addInbox(domain: DomainStack) {
  const inbox = new SecuritiesService(domain, 'inbox', {
    contract: Inbox,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 3, upTo: 9 }),
    callers: [Callers.domain('channels', { may: ['read'] })],
  });

  inbox.addEnv('DB_HOSTS', inbox.connectTo(MySql).address);
  inbox.addSecretEnv(VaultSecret.database('inbox-rw'), databaseLogin, { onChange: OnChange.restart() });

  return inbox;
}
