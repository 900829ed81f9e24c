import {
  Callers,
  Cpu,
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
import { databaseLogin, ejectPatiently, instances, Priority, sized } from '../house';
import { Cash } from '../settlement/contracts';
import { Positions } from '../trading/contracts';
import { MarginAccounts } from './contracts';

/** Buying power and maintenance ratio. */
export function addMarginAccounts(domain: DomainStack, to: Record<'collateral', ICallable>) {
  const marginAccounts = new SecuritiesService(domain, 'margin-accounts', {
    contract: MarginAccounts,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
    callers: [Callers.service('orders', { may: ['buying-power'] })],
  });

  marginAccounts.connectTo(to.collateral, { allow: [GrpcRule.service('collateral.v1.Collateral')], outlierDetection: ejectPatiently });
  marginAccounts.connectTo(Positions, { may: ['read'] });
  marginAccounts.connectTo(Cash, { may: ['available'] });

  marginAccounts.addEnv('DB_HOSTS', marginAccounts.connectTo(MySql).address);
  marginAccounts.addEnv('KAFKA_BROKERS', marginAccounts.connectTo(Kafka).address);
  marginAccounts.addSecretEnv(VaultSecret.database('margin-rw'), databaseLogin, { onChange: OnChange.restart() });

  return marginAccounts;
}

/** Recalculates accounts as prices move. */
export function addMarginRecalc(domain: DomainStack, to: Record<'marginAccounts' | 'marginCalls', ICallable>) {
  const marginRecalc = new Worker(domain, 'margin-recalc', {
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
  });

  marginRecalc.connectTo(to.marginAccounts, { allow: [HttpRule.post('/margin/recalculate')] });
  marginRecalc.connectTo(to.marginCalls, { allow: [HttpRule.post('/calls')] });

  marginRecalc.addEnv('KAFKA_BROKERS', marginRecalc.connectTo(Kafka).address);
  marginRecalc.addEnv('KAFKA_TOPICS', 'md.ticks,executions.confirmed');
}
