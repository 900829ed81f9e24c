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
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { DocumentStore } from '../reporting/contracts';
import { FundCatalogue, FundNav } from './contracts';

/** Funds, prospectuses, fees. */
export function addFundCatalogue(domain: DomainStack, to: Record<'fundNav', ICallable>) {
  const fundCatalogue = new SecuritiesService(domain, 'fund-catalogue', {
    contract: FundCatalogue,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3, upTo: 9 }),
    callers: [Callers.service('web-bff', { may: ['read'] })],
  });

  fundCatalogue.connectTo(to.fundNav, { allow: [HttpRule.get(HttpPath.prefix('/nav/'))] });
  fundCatalogue.connectTo(DocumentStore, { may: ['get'] });

  fundCatalogue.addEnv('DB_HOSTS', fundCatalogue.connectTo(MySql).address);
  fundCatalogue.addSecretEnv(VaultSecret.database('fund-catalogue-ro'), databaseLogin, { onChange: OnChange.restart() });

  return fundCatalogue;
}

/** Net asset values. */
export function addFundNav(domain: DomainStack) {
  const fundNav = new SecuritiesService(domain, 'fund-nav', {
    contract: FundNav,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('valuations', { may: ['read'] })],
  });

  fundNav.addEnv('DB_HOSTS', fundNav.connectTo(MySql).address);
  fundNav.addSecretEnv(VaultSecret.database('fund-nav-rw'), databaseLogin, { onChange: OnChange.restart() });

  return fundNav;
}
