import { Callers, Cpu, Duration, LoadBalancing, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Custody } from '../settlement/contracts';
import { Positions } from './contracts';

/** Intraday positions per account. */
export function addPositions(domain: DomainStack) {
  const positions = new SecuritiesService(domain, 'positions', {
    contract: Positions,
    port: Port.grpc(9092),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 20 }),
    priority: Priority.trading,
    callers: [
      Callers.service('margin-accounts', { may: ['read'] }),
      Callers.service('portfolio', { may: ['read'] }),
      Callers.service('exposure', { may: ['read'] }),
    ],
    // An account always lands on the instance that caches it.
    loadBalancing: LoadBalancing.byHeader('x-account-id'),
  });

  positions.connectTo(Custody, { may: ['holdings'], connectTimeout: Duration.seconds(1) });

  positions.addEnv('DB_HOSTS', positions.connectTo(MySql).address);
  positions.addEnv('KAFKA_BROKERS', positions.connectTo(Kafka).address);
  positions.addSecretEnv(VaultSecret.database('positions-rw'), databaseLogin, { onChange: OnChange.restart() });

  return positions;
}
