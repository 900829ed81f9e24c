import { Cpu, Duration, Memory, OnChange, Port, Rollout, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { Kafka, Zengin } from '../external/contracts';
import { instances, sized } from '../house';

/** Zengin bank network. */
export function addZenginGateway(domain: DomainStack) {
  const zenginGateway = new SecuritiesService(domain, 'zengin-gateway', {
    port: Port.grpc(9098),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2 }),
    // One process per centre code and line.
    rollout: Rollout.rolling(1),
  });

  // The network asks callers to wait that long before they give up.
  zenginGateway.connectTo(Zengin, { connectTimeout: Duration.seconds(10) });
  zenginGateway.addEnv('KAFKA_BROKERS', zenginGateway.connectTo(Kafka).address);
  zenginGateway.addSecretFile(VaultSecret.kv('line'), {
    file: 'line.login',
    fields: ['participant', 'password'],
    onChange: OnChange.ignore(),
  });
  zenginGateway.addSecretFile(VaultSecret.pki('zengin-line', { commonName: 'zengin.lines.sec.internal', ttl: Duration.hours(72) }), {
    file: 'zengin-line.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  return zenginGateway;
}
