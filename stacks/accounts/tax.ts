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
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Executions } from '../trading/contracts';
import { Nisa, TaxStatus } from './contracts';

/** NISA yearly quota. */
export function addNisa(domain: DomainStack) {
  const nisa = new SecuritiesService(domain, 'nisa', {
    contract: Nisa,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 4 }),
    priority: Priority.trading,
    callers: [
      Callers.domain('funds', { may: ['quota', 'consume'] }),
      Callers.service('mini-orders', { may: ['quota', 'consume'] }),
      Callers.service('order-validation', { may: ['quota'] }),
    ],
  });

  const database = nisa.connectTo(MySql);
  nisa.addEnv('DB_HOSTS', database.address);
  nisa.addEnv('KAFKA_BROKERS', nisa.connectTo(Kafka).address);
  nisa.addSecretEnv(VaultSecret.database('nisa-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = nisa.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('nisa-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return nisa;
}

/** Specified account (tokutei) choice and tax lots. */
export function addTaxStatus(domain: DomainStack, to: Record<'accounts', ICallable>) {
  const taxStatus = new SecuritiesService(domain, 'tax-status', {
    contract: TaxStatus,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('tax-reports', { may: ['read', 'lots'] })],
  });

  taxStatus.connectTo(Executions, { may: ['read'] });
  taxStatus.connectTo(to.accounts, { allow: [HttpRule.get(HttpPath.template('/accounts/{id}')), HttpRule.get('/accounts')] });

  taxStatus.addEnv('DB_HOSTS', taxStatus.connectTo(MySql).address);
  taxStatus.addSecretEnv(VaultSecret.database('tax-status-rw'), databaseLogin, { onChange: OnChange.restart() });

  return taxStatus;
}
