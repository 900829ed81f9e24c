import { Cpu, GrpcRule, HttpRule, Memory, Port, SecuritiesService, Worker, type DomainStack, type ICallable } from 'kumiki';
import { Kafka } from '../external/contracts';
import { FundNav } from '../funds/contracts';
import { FxPricing } from '../fx/contracts';
import { instances, Priority, sized } from '../house';
import { Custody } from '../settlement/contracts';
import { Quotes } from '../trading/contracts';

/** Value of holdings at last price. */
export function addValuations(domain: DomainStack) {
  const valuations = new SecuritiesService(domain, 'valuations', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(3) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
  });

  valuations.connectTo(Quotes, { may: ['snapshot'] });
  valuations.connectTo(FundNav, { may: ['read'] });
  valuations.connectTo(FxPricing, { may: ['snapshot'] });
  valuations.connectTo(Custody, { may: ['holdings'] });

  return valuations;
}

/** Keeps today's totals warm. */
export function addValuationRefresh(domain: DomainStack, to: Record<'valuations' | 'assetHistory', ICallable>) {
  const valuationRefresh = new Worker(domain, 'valuation-refresh', {
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
  });

  valuationRefresh.connectTo(to.valuations, { allow: [GrpcRule.service('valuation.v1.Valuation')] });
  valuationRefresh.connectTo(to.assetHistory, { allow: [HttpRule.post('/assets/snapshot')] });

  valuationRefresh.addEnv('KAFKA_BROKERS', valuationRefresh.connectTo(Kafka).address);
  valuationRefresh.addEnv('KAFKA_TOPICS', 'md.ticks,executions.confirmed');
}
