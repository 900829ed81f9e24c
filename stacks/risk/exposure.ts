import {
  Callers,
  Cpu,
  GrpcRule,
  HttpRule,
  Memory,
  Port,
  SecuritiesService,
  UpstreamLimits,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka } from '../external/contracts';
import { FxPositions } from '../fx/contracts';
import { instances, Priority, sized } from '../house';
import { Positions, Quotes } from '../trading/contracts';
import { Exposure } from './contracts';

/** Exposure of the firm per name and client. */
export function addExposure(domain: DomainStack) {
  const exposure = new SecuritiesService(domain, 'exposure', {
    contract: Exposure,
    port: Port.grpc(9091),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(4) }),
    ...instances(domain, { production: 4, upTo: 8 }),
    priority: Priority.trading,
    callers: [Callers.service('fx-hedger', { may: ['read'] })],
  });

  exposure.connectTo(Positions, { may: ['read'], limits: UpstreamLimits.of({ maxConnections: 64 }) });
  exposure.connectTo(Quotes, { may: ['snapshot'] });
  exposure.connectTo(FxPositions, { may: ['read'] });

  exposure.addEnv('KAFKA_BROKERS', exposure.connectTo(Kafka).address);

  return exposure;
}

/** Executions into exposure. */
export function addExposureStream(domain: DomainStack, to: Record<'exposure' | 'killSwitch', ICallable>) {
  const exposureStream = new Worker(domain, 'exposure-stream', {
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 2 }),
    priority: Priority.trading,
  });

  exposureStream.connectTo(to.exposure, { allow: [GrpcRule.service('risk.v1.Exposure')] });
  exposureStream.connectTo(to.killSwitch, { allow: [HttpRule.get('/switch')] });

  exposureStream.addEnv('KAFKA_BROKERS', exposureStream.connectTo(Kafka).address);
  exposureStream.addEnv('KAFKA_TOPICS', 'executions.confirmed,fx.fills');
}
