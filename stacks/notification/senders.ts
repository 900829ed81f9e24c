import { Cpu, Memory, OnChange, VaultSecret, Worker, type DomainStack } from 'kumiki';
import { Kafka, MailGateway, SmsGateway } from '../external/contracts';
import { instances, sized } from '../house';

/** Mail. */
export function addMailSender(domain: DomainStack) {
  const mailSender = new Worker(domain, 'mail-sender', {
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(512) }),
    ...instances(domain, { production: 3, upTo: 12 }),
  });

  mailSender.addEnv('KAFKA_BROKERS', mailSender.connectTo(Kafka).address);
  mailSender.addEnv('KAFKA_TOPICS', 'notify.mail');
  mailSender.connectTo(MailGateway);
  mailSender.addSecretFile(VaultSecret.kv('relay'), { file: 'relay.login', fields: ['username', 'password'], onChange: OnChange.ignore() });
}

/** SMS and voice codes. */
export function addSmsSender(domain: DomainStack) {
  const smsSender = new Worker(domain, 'sms-sender', {
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(384) }),
    ...instances(domain, { production: 2 }),
  });

  smsSender.addEnv('KAFKA_BROKERS', smsSender.connectTo(Kafka).address);
  smsSender.addEnv('KAFKA_TOPICS', 'notify.sms');
  smsSender.connectTo(SmsGateway, { may: ['send'] });
  smsSender.addSecretFile(VaultSecret.kv('vendor'), { file: 'vendor.key', fields: ['key'], onChange: OnChange.ignore() });
}
