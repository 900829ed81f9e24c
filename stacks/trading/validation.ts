import { ConsulKey, Cpu, Duration, Memory, OnChange, Port, SecuritiesService, type DomainStack } from 'kumiki';
import { Accounts, Nisa } from '../accounts/contracts';
import { InsiderList } from '../compliance/contracts';
import { ejectPatiently, ejectQuickly, instances, Priority, sized } from '../house';
import { Instruments, TradingCalendar } from '../reference-data/contracts';
import { PretradeRisk } from '../risk/contracts';

/** Checks tick size, lot, price limits, session phase, account permission. */
export function addOrderValidation(domain: DomainStack) {
  const orderValidation = new SecuritiesService(domain, 'order-validation', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 10, staging: 2, upTo: 30 }),
    priority: Priority.trading,
  });

  orderValidation.connectTo(Instruments, { may: ['lookup'], outlierDetection: ejectPatiently });
  orderValidation.connectTo(TradingCalendar, { may: ['read'] });
  orderValidation.connectTo(PretradeRisk, { may: ['check'], connectTimeout: Duration.milliseconds(300), outlierDetection: ejectQuickly });
  orderValidation.connectTo(Accounts, { may: ['permissions'] });
  orderValidation.connectTo(InsiderList, { may: ['check'] });
  orderValidation.connectTo(Nisa, { may: ['quota'] });

  orderValidation.readConfig(ConsulKey.own('rules'), { file: 'rules.json', onChange: OnChange.signal('SIGHUP') });
  orderValidation.readConfig(ConsulKey.own('price-limits'), { file: 'price-limits.json', onChange: OnChange.signal('SIGHUP') });

  return orderValidation;
}
