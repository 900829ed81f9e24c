import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  GrpcRule,
  HttpPath,
  HttpRule,
  Memory,
  TimeOfDay,
  Trigger,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka } from '../external/contracts';
import { sized } from '../house';

/** VaR and capital adequacy ratio of the day. Needs the results of exec-confirm. */
export function addRiskEod(domain: DomainStack, to: Record<'exposure' | 'riskLimits', ICallable>) {
  const riskEod = new BatchJob(domain, 'risk-eod', {
    trigger: Trigger.schedule('0 0 * * 2-6'),
    expectedDuration: Duration.minutes(50),
    finishBy: Deadline.at(TimeOfDay.of('02:00')),
    ...sized(domain, { cpu: Cpu.mhz(8000), memory: Memory.gib(12) }),
  });

  riskEod.connectTo(to.exposure, { allow: [GrpcRule.service('risk.v1.Exposure')] });
  riskEod.connectTo(to.riskLimits, { allow: [HttpRule.get('/limits'), HttpRule.get(HttpPath.template('/limits/{id}'))] });

  riskEod.addEnv('KAFKA_BROKERS', riskEod.connectTo(Kafka).address);
}

/** Today's limits. Needs the results of instrument-load and risk-eod. */
export function addLimitRefresh(domain: DomainStack, to: Record<'riskLimits' | 'exposure', ICallable>) {
  const limitRefresh = new BatchJob(domain, 'limit-refresh', {
    trigger: Trigger.schedule('30 5 * * 1-5'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('06:15')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  limitRefresh.connectTo(to.riskLimits, { allow: [HttpRule.post('/limits/refresh')] });
  limitRefresh.connectTo(to.exposure, { allow: [GrpcRule.method('risk.v1.ExposureAdmin/Reset')] });
}
