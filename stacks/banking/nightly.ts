import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  GrpcRule,
  HttpRule,
  Memory,
  OnChange,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { Cash } from '../settlement/contracts';

/** Bank balances against deposits. */
export function addDepositRecon(domain: DomainStack, to: Record<'deposits', ICallable>) {
  const depositRecon = new BatchJob(domain, 'deposit-recon', {
    trigger: Trigger.schedule('20 16 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('17:30')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  depositRecon.connectTo(to.deposits, { allow: [HttpRule.post('/deposits/match'), HttpRule.get('/deposits')] });
  depositRecon.connectTo(Cash, { may: ['available'] });

  depositRecon.addEnv('DB_HOSTS', depositRecon.connectTo(MySql).address);
  depositRecon.addSecretEnv(VaultSecret.database('deposits-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Next-day transfer file to the banks. Needs the results of deposit-recon. */
export function addWithdrawalFile(domain: DomainStack, to: Record<'withdrawals' | 'zenginGateway', ICallable>) {
  const withdrawalFile = new BatchJob(domain, 'withdrawal-file', {
    trigger: Trigger.schedule('0 17 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('18:00')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  withdrawalFile.connectTo(to.withdrawals, { allow: [HttpRule.post('/withdrawals/cut')] });
  withdrawalFile.connectTo(to.zenginGateway, { allow: [GrpcRule.service('zengin.v1.Transfers')] });
  withdrawalFile.connectTo(AuditLog, { may: ['append'] });
}
