import {
  Callers,
  Cpu,
  Duration,
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
  type DomainStack,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Instruments } from './contracts';

/** Securities master. */
export function addInstruments(domain: DomainStack) {
  const instruments = new SecuritiesService(domain, 'instruments', {
    contract: Instruments,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    // The whole master is reloaded at 05:00: twice the heap for two minutes.
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(2), memoryMax: Memory.gib(4) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 20 }),
    priority: Priority.trading,
    callers: [
      Callers.service('trade-monitor', { may: ['lookup'] }),
      Callers.domain('market-data', { may: ['lookup'] }),
      Callers.service('custody', { may: ['lookup'] }),
      Callers.domain('trading', { may: ['lookup'] }),
    ],
    traffic: [
      // Hot read of every order.
      Traffic.on(HttpRule.get(HttpPath.template('/instruments/{code}')), {
        requestTimeout: Duration.milliseconds(500),
        retries: Retries.on(2, { statusCodes: [503] }),
      }),
    ],
  });

  const database = instruments.connectTo(MySql);
  instruments.addEnv('DB_HOSTS', database.address);
  instruments.addEnv('KAFKA_BROKERS', instruments.connectTo(Kafka).address);
  instruments.addSecretEnv(VaultSecret.database('instruments-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = instruments.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('instruments-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return instruments;
}
