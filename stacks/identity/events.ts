import { Cpu, Memory, Worker, type DomainStack } from 'kumiki';
import { Surveillance } from '../compliance/contracts';
import { Kafka } from '../external/contracts';
import { instances, sized } from '../house';
import { Notify } from '../notification/contracts';

/** Suspicious login events to surveillance and the customer. */
export function addIdentityEvents(domain: DomainStack) {
  const identityEvents = new Worker(domain, 'identity-events', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  identityEvents.connectTo(Notify, { may: ['send'] });
  identityEvents.connectTo(Surveillance, { may: ['event'] });

  identityEvents.addEnv('KAFKA_BROKERS', identityEvents.connectTo(Kafka).address);
  identityEvents.addEnv('KAFKA_TOPICS', 'identity.events');
}
