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
import { Kafka } from '../external/contracts';
import { sized } from '../house';
import { Instruments } from '../reference-data/contracts';

/** Official closing prices. */
export function addClosingPrices(domain: DomainStack, to: Record<'tickStore', ICallable>) {
  const closingPrices = new BatchJob(domain, 'closing-prices', {
    trigger: Trigger.schedule('45 15 * * 1-5'),
    expectedDuration: Duration.minutes(15),
    finishBy: Deadline.at(TimeOfDay.of('16:15')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  closingPrices.connectTo(to.tickStore, { allow: [GrpcRule.service('ticks.v1.Close')] });
  closingPrices.connectTo(Instruments, { may: ['lookup'] });

  closingPrices.addEnv('KAFKA_BROKERS', closingPrices.connectTo(Kafka).address);
}

/** Day candles. Needs the results of closing-prices. */
export function addCandleRollup(domain: DomainStack, to: Record<'candles' | 'tickStore', ICallable>) {
  const candleRollup = new BatchJob(domain, 'candle-rollup', {
    trigger: Trigger.schedule('15 16 * * 1-5'),
    expectedDuration: Duration.minutes(45),
    finishBy: Deadline.at(TimeOfDay.of('18:00')),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  candleRollup.connectTo(to.candles, { allow: [HttpRule.post('/candles/rebuild')] });
  candleRollup.connectTo(to.tickStore, { allow: [GrpcRule.service('ticks.v1.Query')] });
}
