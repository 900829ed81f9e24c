import { Callers, Cpu, Memory, OnChange, Port, Rollout, SecuritiesService, VaultSecret, Worker, type DomainStack } from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Ledger } from '../settlement/contracts';
import { Orders } from '../trading/contracts';
import { MiniInventory } from './contracts';

/** Single writer: house inventory of shares and fractions. */
export function addMiniInventory(domain: DomainStack) {
  const miniInventory = new SecuritiesService(domain, 'mini-inventory', {
    contract: MiniInventory,
    port: Port.grpc(9091),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    priority: Priority.trading,
    rollout: Rollout.stopThenStart('single writer: the house position has one truth'),
    callers: [Callers.service('portfolio', { may: ['holdings'] })],
  });

  miniInventory.connectTo(Orders, { may: ['place'] });

  miniInventory.addEnv('DB_HOSTS', miniInventory.connectTo(MySql).address);
  miniInventory.addEnv('KAFKA_BROKERS', miniInventory.connectTo(Kafka).address);
  miniInventory.addSecretEnv(VaultSecret.database('mini-inventory-rw'), databaseLogin, { onChange: OnChange.restart() });

  return miniInventory;
}

/** Single-share trades to ledger and customer. */
export function addMiniFills(domain: DomainStack) {
  const miniFills = new Worker(domain, 'mini-fills', {
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  miniFills.connectTo(Ledger, { may: ['posting'] });
  miniFills.connectTo(Notify, { may: ['send'] });

  miniFills.addEnv('KAFKA_BROKERS', miniFills.connectTo(Kafka).address);
  miniFills.addEnv('KAFKA_TOPICS', 'mini.trades');
}
