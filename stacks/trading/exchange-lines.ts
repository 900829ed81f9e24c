import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
} from 'kumiki';
import { JpxLine, Kafka, PtsLine } from '../external/contracts';
import { instances, Priority, sized } from '../house';
import { pools } from '../platform';
import { PtsGateway } from './contracts';

/** Arrowhead order sessions; one virtual server id per instance. */
export function addJpxGateway(domain: DomainStack) {
  const jpxGateway = new SecuritiesService(domain, 'jpx-gateway', {
    port: Port.grpc(9095),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
    ...instances(domain, { production: 4 }),
    pool: pools(domain.platform.environment).lines,
    priority: Priority.trading,
    // A virtual server id may be logged in once; the exchange refuses the second login.
    rollout: Rollout.rolling(1),
    // A session is one stream from login to logout.
    requestTimeout: Duration.hours(24),
  });

  jpxGateway.addEnv('LINE_ADDRESSES', jpxGateway.connectTo(JpxLine).address);
  jpxGateway.addEnv('KAFKA_BROKERS', jpxGateway.connectTo(Kafka).address);
  jpxGateway.addSecretFile(VaultSecret.kv('session'), {
    file: 'session.login',
    fields: ['participant', 'password'],
    onChange: OnChange.ignore(),
  });
  jpxGateway.addSecretFile(VaultSecret.pki('jpx-line', { commonName: 'jpx.lines.sec.internal', ttl: Duration.hours(72) }), {
    file: 'jpx-line.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  jpxGateway.readConfig(ConsulKey.own('throttle'), { file: 'throttle.json', onChange: OnChange.signal('SIGHUP') });

  return jpxGateway;
}

/** PTS (Japannext) day and night sessions. */
export function addPtsGateway(domain: DomainStack) {
  const ptsGateway = new SecuritiesService(domain, 'pts-gateway', {
    contract: PtsGateway,
    port: Port.grpc(9096),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 2 }),
    pool: pools(domain.platform.environment).lines,
    priority: Priority.trading,
    // FIX session numbers belong to one process.
    rollout: Rollout.rolling(1),
    callers: [Callers.service('mini-pricing', { may: ['status'] })],
    requestTimeout: Duration.hours(24),
  });

  ptsGateway.addEnv('LINE_ADDRESSES', ptsGateway.connectTo(PtsLine).address);
  ptsGateway.addEnv('KAFKA_BROKERS', ptsGateway.connectTo(Kafka).address);
  ptsGateway.addSecretFile(VaultSecret.kv('session'), {
    file: 'session.login',
    fields: ['participant', 'password'],
    onChange: OnChange.ignore(),
  });

  return ptsGateway;
}
