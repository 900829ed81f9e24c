import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  GrpcRule,
  HttpPath,
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
import { MySql, SftpExchange } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { Fees, TradingCalendar } from '../reference-data/contracts';
import { DocumentStore } from '../reporting/contracts';
import { Executions } from '../trading/contracts';

/** Confirmed trades to settlement instructions. Needs the results of exec-confirm. */
export function addTradeCapture(domain: DomainStack, to: Record<'settlements', ICallable>) {
  const tradeCapture = new BatchJob(domain, 'trade-capture', {
    trigger: Trigger.schedule('5 17 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('18:00')),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(4) }),
  });

  tradeCapture.connectTo(Executions, { may: ['read'] });
  tradeCapture.connectTo(to.settlements, { allow: [HttpRule.post('/settlements/instructions')] });
  tradeCapture.connectTo(Fees, { may: ['quote'] });

  tradeCapture.addEnv('DB_HOSTS', tradeCapture.connectTo(MySql).address);
  tradeCapture.addSecretEnv(VaultSecret.database('settlements-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Nets obligations per client and clearing house. Needs the results of trade-capture. */
export function addSettlementNetting(domain: DomainStack, to: Record<'settlements', ICallable>) {
  const settlementNetting = new BatchJob(domain, 'settlement-netting', {
    trigger: Trigger.schedule('45 17 * * 1-5'),
    expectedDuration: Duration.minutes(35),
    finishBy: Deadline.at(TimeOfDay.of('18:30')),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  settlementNetting.connectTo(to.settlements, {
    allow: [HttpRule.post('/settlements/net'), HttpRule.get('/settlements'), HttpRule.get(HttpPath.template('/settlements/{id}'))],
  });
  settlementNetting.connectTo(TradingCalendar, { may: ['read'] });
}

/** Settlement of the day: report to the clearing house. Needs the results of settlement-netting. */
export function addSettlementReport(domain: DomainStack, to: Record<'settlements' | 'ledger', ICallable>) {
  const settlementReport = new BatchJob(domain, 'settlement-report', {
    trigger: Trigger.schedule('30 18 * * 1-5'),
    expectedDuration: Duration.minutes(50),
    finishBy: Deadline.nextMarketOpen(),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  settlementReport.connectTo(to.settlements, {
    allow: [HttpRule.get('/settlements'), HttpRule.get(HttpPath.template('/settlements/{id}'))],
  });
  settlementReport.connectTo(to.ledger, { allow: [HttpRule.get('/entries'), HttpRule.get(HttpPath.template('/entries/{id}'))] });
  settlementReport.connectTo(DocumentStore, { may: ['put'] });

  settlementReport.addEnv('DB_HOSTS', settlementReport.connectTo(MySql).address);
  settlementReport.connectTo(SftpExchange);
  settlementReport.addSecretEnv(VaultSecret.database('settlements-ro'), databaseLogin, { onChange: OnChange.restart() });
}

/** Book-entry transfer instructions of T+2. Needs the results of settlement-report. */
export function addJasdecInstruct(domain: DomainStack, to: Record<'settlements' | 'jasdecGateway', ICallable>) {
  const jasdecInstruct = new BatchJob(domain, 'jasdec-instruct', {
    trigger: Trigger.schedule('45 19 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('21:00')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  jasdecInstruct.connectTo(to.settlements, {
    allow: [HttpRule.get('/settlements'), HttpRule.get(HttpPath.template('/settlements/{id}')), HttpRule.post('/settlements/instructions')],
  });
  jasdecInstruct.connectTo(to.jasdecGateway, { allow: [GrpcRule.service('jasdec.v1.Instructions')] });
}

/** Closes the ledger day. Needs the results of settlement-report, fund-order-settle and mini-ledger-recon. */
export function addLedgerClose(domain: DomainStack, to: Record<'ledger', ICallable>) {
  const ledgerClose = new BatchJob(domain, 'ledger-close', {
    trigger: Trigger.schedule('45 23 * * 1-5'),
    expectedDuration: Duration.minutes(45),
    finishBy: Deadline.at(TimeOfDay.of('01:30')),
    ...sized(domain, { cpu: Cpu.mhz(6000), memory: Memory.gib(8) }),
  });

  ledgerClose.connectTo(to.ledger, {
    allow: [HttpRule.post('/days/close'), HttpRule.get('/entries'), HttpRule.get(HttpPath.template('/entries/{id}'))],
  });
  ledgerClose.connectTo(AuditLog, { may: ['append'] });

  ledgerClose.addEnv('DB_HOSTS', ledgerClose.connectTo(MySql).address);
  ledgerClose.addSecretEnv(VaultSecret.database('ledger-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Ex-date processing. Needs the results of ledger-close. */
export function addCorpActionsApply(domain: DomainStack, to: Record<'corporateActions', ICallable>) {
  const corpActionsApply = new BatchJob(domain, 'corp-actions-apply', {
    trigger: Trigger.schedule('15 3 * * 2-6'),
    expectedDuration: Duration.minutes(45),
    finishBy: Deadline.at(TimeOfDay.of('05:00')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
  });

  corpActionsApply.connectTo(to.corporateActions, {
    allow: [
      HttpRule.post(HttpPath.template('/actions/{id}/apply')),
      HttpRule.get('/actions'),
      HttpRule.get(HttpPath.template('/actions/{id}')),
    ],
  });
}
