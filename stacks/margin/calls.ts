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
import { databaseLogin, instances, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Orders } from '../trading/contracts';
import { MarginCalls } from './contracts';

/** Calls (oishō) and forced close-out. */
export function addMarginCalls(domain: DomainStack, to: Record<'marginAccounts', ICallable>) {
  const marginCalls = new SecuritiesService(domain, 'margin-calls', {
    contract: MarginCalls,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('operator-console', { may: ['read', 'close-out'] })],
  });

  marginCalls.connectTo(to.marginAccounts, { allow: [HttpRule.get(HttpPath.template('/margin/{account}/ratio'))] });
  marginCalls.connectTo(Orders, { may: ['place'] });
  marginCalls.connectTo(Notify, { may: ['send'] });

  marginCalls.addEnv('DB_HOSTS', marginCalls.connectTo(MySql).address);
  marginCalls.addEnv('KAFKA_BROKERS', marginCalls.connectTo(Kafka).address);
  marginCalls.addSecretEnv(VaultSecret.database('margin-calls-rw'), databaseLogin, { onChange: OnChange.restart() });

  return marginCalls;
}
