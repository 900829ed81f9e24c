import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  HttpRule,
  Memory,
  OnChange,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { MySql } from '../external/contracts';
import { sized } from '../house';
import { DocumentStore } from '../reporting/contracts';

/** Restores last night's ledger backup and counts it (Saturday). */
export function addRestoreDrill(domain: DomainStack, to: Record<'metricsStore', ICallable>) {
  const restoreDrill = new BatchJob(domain, 'restore-drill', {
    trigger: Trigger.schedule('0 13 * * 6'),
    expectedDuration: Duration.minutes(150),
    finishBy: Deadline.at(TimeOfDay.of('20:00')),
    // Holds the restored copy.
    ...sized(domain, { cpu: Cpu.mhz(8000), memory: Memory.gib(16), disk: Memory.gib(100) }),
  });

  restoreDrill.connectTo(to.metricsStore, { allow: [HttpRule.post('/api/v1/write')] });
  restoreDrill.connectTo(DocumentStore, { may: ['get'] });

  restoreDrill.addEnv('DB_HOSTS', restoreDrill.connectTo(MySql).address);
  restoreDrill.addSecretFile(VaultSecret.kv('backups'), {
    file: 'backups.login',
    fields: ['access_key_id', 'key'],
    onChange: OnChange.ignore(),
  });
}
