import {
  ConsulKey,
  Cpu,
  GrpcRule,
  HealthCheck,
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
import { TradingCalendar } from '../reference-data/contracts';

/** Instructions, netting and fails. */
export function addSettlements(domain: DomainStack, to: Record<'custody' | 'cash' | 'jasdecGateway', ICallable>) {
  const settlements = new SecuritiesService(domain, 'settlements', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 3 }),
  });

  settlements.connectTo(to.custody, { allow: [GrpcRule.service('custody.v1.CustodyWriter')] });
  settlements.connectTo(to.cash, { allow: [HttpRule.post('/cash/moves')] });
  settlements.connectTo(to.jasdecGateway, { allow: [GrpcRule.service('jasdec.v1.Instructions'), GrpcRule.service('jasdec.v1.Status')] });
  settlements.connectTo(TradingCalendar, { may: ['read'] });

  settlements.addEnv('DB_HOSTS', settlements.connectTo(MySql).address);
  settlements.addEnv('KAFKA_BROKERS', settlements.connectTo(Kafka).address);
  settlements.addSecretEnv(VaultSecret.database('settlements-rw'), databaseLogin, { onChange: OnChange.restart() });

  settlements.readConfig(ConsulKey.shared('cut-offs'), { file: 'cut-offs.json', onChange: OnChange.signal('SIGHUP') });

  return settlements;
}
