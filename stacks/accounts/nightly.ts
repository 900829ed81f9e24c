import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  HttpPath,
  HttpRule,
  Memory,
  TimeOfDay,
  Trigger,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { sized } from '../house';
import { Executions } from '../trading/contracts';

/** Acquisition cost and tax lots. Needs the results of ledger-close. */
export function addTaxLotCalc(domain: DomainStack, to: Record<'taxStatus', ICallable>) {
  const taxLotCalc = new BatchJob(domain, 'tax-lot-calc', {
    trigger: Trigger.schedule('0 1 * * 2-6'),
    expectedDuration: Duration.minutes(45),
    finishBy: Deadline.at(TimeOfDay.of('03:00')),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  taxLotCalc.connectTo(to.taxStatus, { allow: [HttpRule.get(HttpPath.template('/lots/{account}')), HttpRule.post('/lots/recalculate')] });
  taxLotCalc.connectTo(Executions, { may: ['read'] });
}
