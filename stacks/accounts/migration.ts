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
import { AuditLog } from '../compliance/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';

/** Old NISA quota rows to the 2024 scheme. */
export function addNisaQuotaMigration(domain: DomainStack, to: Record<'nisa' | 'accounts', ICallable>) {
  const nisaQuotaMigration = new BatchJob(domain, 'nisa-quota-migration', {
    trigger: Trigger.once(),
    expectedDuration: Duration.minutes(90),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(4) }),
  });

  nisaQuotaMigration.connectTo(to.nisa, { allow: [HttpRule.post('/quota/reset')] });
  nisaQuotaMigration.connectTo(to.accounts, { allow: [HttpRule.get(HttpPath.template('/accounts/{id}')), HttpRule.get('/accounts')] });
  nisaQuotaMigration.connectTo(AuditLog, { may: ['append'] });

  nisaQuotaMigration.addEnv('DB_HOSTS', nisaQuotaMigration.connectTo(MySql).address);
  nisaQuotaMigration.addSecretEnv(VaultSecret.database('nisa-rw'), databaseLogin, { onChange: OnChange.restart() });
}
