import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  GrpcRule,
  HttpRule,
  Memory,
  TimeOfDay,
  Trigger,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { sized } from '../house';

/** Closing value per customer. Needs the results of fund-order-settle, mini-netting and closing-prices. */
export function addPortfolioClose(domain: DomainStack, to: Record<'valuations' | 'assetHistory', ICallable>) {
  const portfolioClose = new BatchJob(domain, 'portfolio-close', {
    trigger: Trigger.schedule('0 23 * * 1-5'),
    expectedDuration: Duration.minutes(60),
    finishBy: Deadline.at(TimeOfDay.of('01:00')),
    ...sized(domain, { cpu: Cpu.mhz(8000), memory: Memory.gib(8) }),
  });

  portfolioClose.connectTo(to.valuations, {
    allow: [GrpcRule.service('valuation.v1.Closing'), GrpcRule.service('valuation.v1.Valuation')],
  });
  portfolioClose.connectTo(to.assetHistory, { allow: [HttpRule.post('/assets/snapshot')] });
}
