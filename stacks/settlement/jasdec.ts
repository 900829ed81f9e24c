import {
  ConsulKey,
  Cpu,
  Duration,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Jasdec, Kafka } from '../external/contracts';
import { instances, sized } from '../house';

/** JASDEC book-entry transfer messages. */
export function addJasdecGateway(domain: DomainStack) {
  const jasdecGateway = new SecuritiesService(domain, 'jasdec-gateway', {
    port: Port.grpc(9097),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2 }),
    // Message sequence numbers belong to one process per line.
    rollout: Rollout.rolling(1),
    // A sent instruction must be acknowledged and stored before the process ends.
    killTimeout: Duration.seconds(30),
  });

  jasdecGateway.connectTo(Jasdec);
  jasdecGateway.addSecretFile(VaultSecret.kv('line'), {
    file: 'line.login',
    fields: ['participant', 'password'],
    onChange: OnChange.ignore(),
  });
  jasdecGateway.addSecretFile(VaultSecret.pki('jasdec-line', { commonName: 'jasdec.lines.sec.internal', ttl: Duration.hours(72) }), {
    file: 'jasdec-line.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  jasdecGateway.readConfig(ConsulKey.shared('cut-offs'), { file: 'cut-offs.json', onChange: OnChange.restart() });

  return jasdecGateway;
}

/** Answers of JASDEC to settlements. */
export function addJasdecInbox(domain: DomainStack, to: Record<'settlements', ICallable>) {
  const jasdecInbox = new Worker(domain, 'jasdec-inbox', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    rollout: Rollout.stopThenStart('answers must be applied in order'),
    health: HealthCheck.script('/app/healthy'),
  });

  jasdecInbox.connectTo(to.settlements, { allow: [HttpRule.post('/settlements/instructions')] });

  jasdecInbox.addEnv('KAFKA_BROKERS', jasdecInbox.connectTo(Kafka).address);
  jasdecInbox.addEnv('KAFKA_TOPICS', 'jasdec.inbox');
}
