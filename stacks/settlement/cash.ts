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
  SecuritiesService,
  UpstreamLimits,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Cash } from './contracts';

/** Cash available, reserved, withdrawable. */
export function addCash(domain: DomainStack, to: Record<'ledger', ICallable>) {
  const cash = new SecuritiesService(domain, 'cash', {
    contract: Cash,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
    callers: [
      Callers.domain('banking', { may: ['available', 'reserve', 'move'] }),
      Callers.domain('funds', { may: ['available', 'reserve', 'move'] }),
      Callers.service('fx-orders', { may: ['available', 'reserve'] }),
      Callers.service('fx-rollover', { may: ['move'] }),
      Callers.service('ipo-applications', { may: ['available', 'reserve'] }),
      Callers.service('margin-accounts', { may: ['available'] }),
      Callers.service('portfolio', { may: ['available'] }),
      Callers.service('mini-orders', { may: ['available', 'reserve'] }),
    ],
  });

  cash.connectTo(to.ledger, {
    allow: [HttpRule.get(HttpPath.template('/accounts/{id}/balance')), HttpRule.post('/entries')],
    connectTimeout: Duration.seconds(1),
    limits: UpstreamLimits.of({ maxConnections: 64 }),
  });

  cash.addEnv('DB_HOSTS', cash.connectTo(MySql).address);
  cash.addEnv('KAFKA_BROKERS', cash.connectTo(Kafka).address);
  cash.addSecretEnv(VaultSecret.database('cash-rw'), databaseLogin, { onChange: OnChange.restart() });

  return cash;
}
