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
import { Accounts } from '../accounts/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { MessageTemplates, Notify } from '../notification/contracts';
import { Custody, Ledger } from '../settlement/contracts';

/** Balance reports of every account. Needs the results of ledger-close and tax-lot-calc. */
export function addBalanceReport(domain: DomainStack, to: Record<'documentStore', ICallable>) {
  const balanceReport = new BatchJob(domain, 'balance-report', {
    trigger: Trigger.schedule('0 2 * * 2-6'),
    expectedDuration: Duration.minutes(90),
    finishBy: Deadline.at(TimeOfDay.of('05:00')),
    ...sized(domain, { cpu: Cpu.mhz(8000), memory: Memory.gib(8) }),
  });

  balanceReport.connectTo(Ledger, { may: ['balances'] });
  balanceReport.connectTo(Custody, { may: ['holdings'] });
  balanceReport.connectTo(Accounts, { may: ['read'] });
  balanceReport.connectTo(to.documentStore, { allow: [HttpRule.post('/documents')] });

  balanceReport.addEnv('DB_HOSTS', balanceReport.connectTo(MySql).address);
  balanceReport.addSecretEnv(VaultSecret.database('statements-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Renders statements. Needs the results of balance-report. */
export function addStatementRender(domain: DomainStack, to: Record<'statements', ICallable>) {
  const statementRender = new BatchJob(domain, 'statement-render', {
    trigger: Trigger.schedule('45 3 * * 2-6'),
    expectedDuration: Duration.minutes(60),
    finishBy: Deadline.at(TimeOfDay.of('05:30')),
    ...sized(domain, { cpu: Cpu.mhz(12000), memory: Memory.gib(12) }),
  });

  statementRender.connectTo(to.statements, { allow: [HttpRule.post('/statements/render')] });
  statementRender.connectTo(MessageTemplates, { may: ['read'] });
  statementRender.connectTo(Notify, { may: ['send'] });
}
