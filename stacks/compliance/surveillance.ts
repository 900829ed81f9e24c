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
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Accounts } from '../accounts/contracts';
import { CaseManagement } from '../back-office/contracts';
import { Elasticsearch, Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Instruments } from '../reference-data/contracts';
import { OrderHistory } from '../trading/contracts';
import { Surveillance } from './contracts';

/** Market abuse cases. */
export function addSurveillance(domain: DomainStack) {
  const surveillance = new SecuritiesService(domain, 'surveillance', {
    contract: Surveillance,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(3) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('identity-events', { may: ['event'] })],
    // Searches in the order history are slow by nature.
    requestTimeout: Duration.seconds(25),
  });

  surveillance.connectTo(CaseManagement, { may: ['open'] });
  surveillance.connectTo(Accounts, { may: ['read'] });
  surveillance.connectTo(OrderHistory, { may: ['search'] });

  surveillance.addEnv('DB_HOSTS', surveillance.connectTo(MySql).address);
  surveillance.connectTo(Elasticsearch, { may: ['search'] });
  surveillance.addSecretEnv(VaultSecret.database('surveillance-rw'), databaseLogin, { onChange: OnChange.restart() });

  return surveillance;
}

/** Patterns in the order stream. */
export function addTradeMonitor(domain: DomainStack, to: Record<'surveillance' | 'insiderList', ICallable>) {
  const tradeMonitor = new Worker(domain, 'trade-monitor', {
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(3) }),
    ...instances(domain, { production: 3 }),
  });

  tradeMonitor.connectTo(to.surveillance, { allow: [HttpRule.post('/events')] });
  tradeMonitor.connectTo(Instruments, { may: ['lookup'] });
  tradeMonitor.connectTo(to.insiderList, { allow: [HttpRule.get(HttpPath.template('/restricted/{account}/{code}'))] });

  tradeMonitor.addEnv('KAFKA_BROKERS', tradeMonitor.connectTo(Kafka).address);
  tradeMonitor.addEnv('KAFKA_TOPICS', 'orders.events,executions.confirmed');
}
