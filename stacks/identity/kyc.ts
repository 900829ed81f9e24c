import { Callers, Cpu, Duration, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { AmlScreening } from '../compliance/contracts';
import { EkycVendor, Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { DocumentStore } from '../reporting/contracts';
import { Kyc } from './contracts';

/** Identity document checks (eKYC). */
export function addKyc(domain: DomainStack) {
  const kyc = new SecuritiesService(domain, 'kyc', {
    contract: Kyc,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('account-opening', { may: ['start', 'result'] })],
    // Vendor answers in up to 25 s.
    requestTimeout: Duration.seconds(30),
  });

  kyc.connectTo(DocumentStore, { may: ['put'] });
  kyc.connectTo(AmlScreening, { may: ['screen'] });

  kyc.addEnv('DB_HOSTS', kyc.connectTo(MySql).address);
  kyc.connectTo(EkycVendor, { may: ['check'] });
  kyc.addEnv('KAFKA_BROKERS', kyc.connectTo(Kafka).address);
  kyc.addSecretEnv(VaultSecret.database('kyc-rw'), databaseLogin, { onChange: OnChange.restart() });
  kyc.addSecretFile(VaultSecret.kv('vendor'), { file: 'vendor.key', fields: ['key'], onChange: OnChange.ignore() });
}
