import {
  Cpu,
  Duration,
  HealthCheck,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  Volume,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Elasticsearch, Kafka } from '../external/contracts';
import { instances, Priority, sized } from '../house';

/** Single writer: gives each order event its global number. */
export function addSequencer(domain: DomainStack) {
  const sequencer = new SecuritiesService(domain, 'sequencer', {
    port: Port.tcp(7400),
    ports: { admin: Port.http(8081) },
    health: HealthCheck.http('/ready', { port: 'admin', startup: Duration.seconds(90) }),
    // Whole cores: a neighbour must not slow every order of the firm.
    ...sized(domain, { cpu: Cpu.cores(4), memory: Memory.gib(8) }),
    priority: Priority.trading,
    rollout: Rollout.stopThenStart('single writer: two sequencers would number two histories'),
  });

  sequencer.addEnv('KAFKA_BROKERS', sequencer.connectTo(Kafka).address);

  // The write-ahead journal survives the allocation.
  const journal = domain.platform.environment.choose({ lab: Volume.host('sequencer-journal'), otherwise: Volume.csi('sequencer-journal') });
  sequencer.addVolume('journal', journal, '/journal');

  // Replicates the journal to the standby site without stopping the writer.
  const mirror = sequencer.addCompanionTask('journal-mirror', {
    command: '/app/journal-mirror',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  mirror.addVolume('journal', journal, '/journal');
  mirror.addSecretFile(VaultSecret.pki('sequencer-journal', { commonName: 'journal-mirror.sec.internal', ttl: Duration.hours(72) }), {
    file: 'mirror.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  return sequencer;
}

/** Writes the order event stream to the searchable history. */
export function addOrderJournal(domain: DomainStack, to: Record<'sequencer', ICallable>) {
  const orderJournal = new Worker(domain, 'order-journal', {
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3 }),
  });

  const sequencer = orderJournal.connectTo(to.sequencer, { connectTimeout: Duration.milliseconds(500) });
  orderJournal.addEnv('SEQUENCER_ADDRESS', sequencer.address);

  orderJournal.addEnv('KAFKA_BROKERS', orderJournal.connectTo(Kafka).address);
  orderJournal.addEnv('KAFKA_TOPICS', 'orders.events');
  orderJournal.connectTo(Elasticsearch, { may: ['index'] });
  orderJournal.addSecretFile(VaultSecret.sharedKv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}
