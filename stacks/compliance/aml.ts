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
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { AmlScreening } from './contracts';

/** Names against sanction lists. */
export function addAmlScreening(domain: DomainStack, to: Record<'auditLog', ICallable>) {
  const amlScreening = new SecuritiesService(domain, 'aml-screening', {
    contract: AmlScreening,
    port: Port.grpc(9091),
    health: HealthCheck.grpc({ startup: Duration.seconds(120) }),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2), disk: Memory.gib(2) }),
    ...instances(domain, { production: 3 }),
    callers: [
      Callers.service('account-opening', { may: ['screen'] }),
      Callers.domain('banking', { may: ['screen'] }),
      Callers.service('kyc', { may: ['screen'] }),
    ],
  });

  amlScreening.connectTo(to.auditLog, { allow: [GrpcRule.method('audit.v1.Audit/Append')] });

  amlScreening.addEnv('DB_HOSTS', amlScreening.connectTo(MySql).address);
  amlScreening.addSecretEnv(VaultSecret.database('aml-rw'), databaseLogin, { onChange: OnChange.restart() });

  amlScreening.readConfig(ConsulKey.own('list-version'), { file: 'list-version.json', onChange: OnChange.restart() });

  // 400 MB of sanction lists: fetched, then indexed, before the first screening.
  const fetchLists = amlScreening.addInitTask('fetch-lists', {
    command: '/app/fetch-lists',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  fetchLists.addSecretFile(VaultSecret.kv('list-vendor'), {
    file: 'list-vendor.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
  amlScreening.addInitTask('index-lists', {
    after: ['fetch-lists'],
    command: '/app/index-lists',
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
  });

  return amlScreening;
}

/** Patterns in money movements. */
export function addAmlStream(domain: DomainStack, to: Record<'amlScreening' | 'surveillance', ICallable>) {
  const amlStream = new Worker(domain, 'aml-stream', {
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2 }),
  });

  amlStream.connectTo(to.amlScreening, { allow: [GrpcRule.method('aml.v1.Screening/Screen')] });
  amlStream.connectTo(to.surveillance, { allow: [HttpRule.post('/events')] });

  amlStream.addEnv('KAFKA_BROKERS', amlStream.connectTo(Kafka).address);
  amlStream.addEnv('KAFKA_TOPICS', 'cash.moves');
}
