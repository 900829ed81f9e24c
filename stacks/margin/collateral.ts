import { ConsulKey, Cpu, Memory, OnChange, Port, SecuritiesService, type DomainStack } from 'kumiki';
import { instances, Priority, sized } from '../house';
import { Custody } from '../settlement/contracts';
import { Quotes } from '../trading/contracts';

/** Value of collateral after haircut. */
export function addCollateral(domain: DomainStack) {
  const collateral = new SecuritiesService(domain, 'collateral', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
  });

  collateral.connectTo(Quotes, { may: ['snapshot'] });
  collateral.connectTo(Custody, { may: ['holdings'] });

  collateral.readConfig(ConsulKey.own('haircuts'), { file: 'haircuts.json', onChange: OnChange.signal('SIGHUP') });

  return collateral;
}
