import { Callers, Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { InsiderList } from './contracts';

/** Insiders and restricted names. */
export function addInsiderList(domain: DomainStack) {
  const insiderList = new SecuritiesService(domain, 'insider-list', {
    contract: InsiderList,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
    priority: Priority.trading,
    callers: [Callers.service('ipo-applications', { may: ['check'] }), Callers.service('order-validation', { may: ['check'] })],
  });

  insiderList.addEnv('DB_HOSTS', insiderList.connectTo(MySql).address);
  insiderList.addSecretEnv(VaultSecret.database('insider-rw'), databaseLogin, { onChange: OnChange.restart() });

  return insiderList;
}
