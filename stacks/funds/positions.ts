import {
  Callers,
  Cpu,
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
import { Custody } from '../settlement/contracts';
import { FundPositions } from './contracts';

/** Units held. */
export function addFundPositions(domain: DomainStack, to: Record<'fundNav', ICallable>) {
  const fundPositions = new SecuritiesService(domain, 'fund-positions', {
    contract: FundPositions,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('portfolio', { may: ['read'] })],
  });

  fundPositions.connectTo(to.fundNav, { allow: [HttpRule.get(HttpPath.prefix('/nav/'))] });
  fundPositions.connectTo(Custody, { may: ['holdings'] });

  fundPositions.addEnv('DB_HOSTS', fundPositions.connectTo(MySql).address);
  fundPositions.addSecretEnv(VaultSecret.database('fund-positions-ro'), databaseLogin, { onChange: OnChange.restart() });
}
