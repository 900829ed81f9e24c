import {
  BatchJob,
  Cpu,
  Duration,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Approvals } from '../back-office/contracts';
import { AuditLog } from '../compliance/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';

/** Rebuilds ledger projections from the event log; dry run unless said. */
export function addLedgerReplay(domain: DomainStack, to: Record<'ledger', ICallable>) {
  const ledgerReplay = new BatchJob(domain, 'ledger-replay', {
    trigger: Trigger.dispatch({ required: ['from_date', 'to_date', 'approval_id'], optional: ['dry_run'] }),
    expectedDuration: Duration.minutes(60),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(8) }),
  });

  ledgerReplay.connectTo(to.ledger, {
    allow: [HttpRule.methods(['GET', 'POST'], '/entries'), HttpRule.get(HttpPath.template('/entries/{id}'))],
  });
  ledgerReplay.connectTo(Approvals, { may: ['read'] });
  ledgerReplay.connectTo(AuditLog, { may: ['append'] });

  ledgerReplay.addEnv('DB_HOSTS', ledgerReplay.connectTo(MySql).address);
  ledgerReplay.addEnv('KAFKA_BROKERS', ledgerReplay.connectTo(Kafka).address);
  ledgerReplay.addSecretEnv(VaultSecret.database('ledger-rw'), databaseLogin, { onChange: OnChange.restart() });
}
