import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { SftpExchange } from '../external/contracts';
import { sized } from '../house';
import { Cash, Custody } from '../settlement/contracts';

/** Closes the day of fund orders and sends them to the administrator. */
export function addFundOrderCut(domain: DomainStack, to: Record<'fundOrders', ICallable>) {
  const fundOrderCut = new BatchJob(domain, 'fund-order-cut', {
    trigger: Trigger.schedule('45 15 * * 1-5'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('16:30')),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
  });

  fundOrderCut.connectTo(to.fundOrders, { allow: [HttpRule.post('/fund-orders/cut')] });

  fundOrderCut.connectTo(SftpExchange);
  fundOrderCut.addSecretFile(VaultSecret.sharedKv('administrator'), {
    file: 'administrator.key',
    fields: ['ssh_key'],
    onChange: OnChange.ignore(),
  });
}

/** NAV of the day. */
export function addFundNavImport(domain: DomainStack, to: Record<'fundNav', ICallable>) {
  const fundNavImport = new BatchJob(domain, 'fund-nav-import', {
    trigger: Trigger.schedule('30 20 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('21:30')),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
  });

  fundNavImport.connectTo(to.fundNav, { allow: [HttpRule.post('/nav/load')] });

  fundNavImport.connectTo(SftpExchange);
  fundNavImport.addSecretFile(VaultSecret.sharedKv('administrator'), {
    file: 'administrator.key',
    fields: ['ssh_key'],
    onChange: OnChange.ignore(),
  });
}

/** Executes fund orders at NAV. Needs the results of fund-nav-import. */
export function addFundOrderSettle(domain: DomainStack, to: Record<'fundOrders' | 'fundNav', ICallable>) {
  const fundOrderSettle = new BatchJob(domain, 'fund-order-settle', {
    trigger: Trigger.schedule('35 21 * * 1-5'),
    expectedDuration: Duration.minutes(40),
    finishBy: Deadline.at(TimeOfDay.of('23:00')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
  });

  fundOrderSettle.connectTo(to.fundOrders, { allow: [HttpRule.post('/fund-orders/settle')] });
  fundOrderSettle.connectTo(to.fundNav, { allow: [HttpRule.get(HttpPath.prefix('/nav/'))] });
  fundOrderSettle.connectTo(Cash, { may: ['move'] });
  fundOrderSettle.connectTo(Custody, { may: ['move'] });
}

/** Savings-plan orders of the day. */
export function addAccumulationRun(domain: DomainStack, to: Record<'accumulation', ICallable>) {
  const accumulationRun = new BatchJob(domain, 'accumulation-run', {
    trigger: Trigger.schedule('0 3 * * 1-5'),
    expectedDuration: Duration.minutes(40),
    finishBy: Deadline.at(TimeOfDay.of('05:00')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
  });

  accumulationRun.connectTo(to.accumulation, { allow: [HttpRule.post('/plans/run')] });
}
