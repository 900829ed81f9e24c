import {
  Callers,
  ConsulKey,
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
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Fees } from './contracts';

/** Commission and tax tables. */
export function addFees(domain: DomainStack, to: Record<'instruments', ICallable>) {
  const fees = new SecuritiesService(domain, 'fees', {
    contract: Fees,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(768) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('ledger-poster', { may: ['quote'] }), Callers.service('trade-capture', { may: ['quote'] })],
  });

  fees.connectTo(to.instruments, { allow: [HttpRule.get(HttpPath.template('/instruments/{code}')), HttpRule.get('/instruments')] });

  fees.addEnv('DB_HOSTS', fees.connectTo(MySql).address);
  fees.addSecretEnv(VaultSecret.database('fees-ro'), databaseLogin, { onChange: OnChange.restart() });

  fees.readConfig(ConsulKey.own('campaigns'), { file: 'campaigns.json', onChange: OnChange.signal('SIGHUP') });
}
