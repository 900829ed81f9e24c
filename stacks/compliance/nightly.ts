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
import { Accounts } from '../accounts/contracts';
import { CaseManagement } from '../back-office/contracts';
import { Elasticsearch, MySql, SftpExchange } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { DocumentStore } from '../reporting/contracts';
import { Ledger } from '../settlement/contracts';
import { Executions, OrderHistory } from '../trading/contracts';

/** Whole-day patterns. Needs the results of exec-confirm. */
export function addSurveillanceEod(domain: DomainStack, to: Record<'surveillance', ICallable>) {
  const surveillanceEod = new BatchJob(domain, 'surveillance-eod', {
    trigger: Trigger.schedule('30 20 * * 1-5'),
    expectedDuration: Duration.minutes(80),
    finishBy: Deadline.at(TimeOfDay.of('23:00')),
    // The order day is held in memory, and on disk where it is sorted; busy days need more.
    ...sized(domain, { cpu: Cpu.mhz(8000), memory: Memory.gib(16), memoryMax: Memory.gib(24), disk: Memory.gib(20) }),
  });

  surveillanceEod.connectTo(to.surveillance, { allow: [HttpRule.post('/events')] });
  surveillanceEod.connectTo(OrderHistory, { may: ['search'] });
  surveillanceEod.connectTo(Executions, { may: ['read'] });

  surveillanceEod.connectTo(Elasticsearch, { may: ['search'] });
  surveillanceEod.addSecretFile(VaultSecret.sharedKv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}

/** Money-movement patterns of thirty days. */
export function addAmlBatch(domain: DomainStack, to: Record<'amlScreening' | 'surveillance', ICallable>) {
  const amlBatch = new BatchJob(domain, 'aml-batch', {
    trigger: Trigger.schedule('15 22 * * 1-5'),
    expectedDuration: Duration.minutes(90),
    finishBy: Deadline.at(TimeOfDay.of('01:00')),
    ...sized(domain, { cpu: Cpu.mhz(6000), memory: Memory.gib(8) }),
  });

  amlBatch.connectTo(to.amlScreening, { allow: [GrpcRule.method('aml.v1.Screening/Screen')] });
  amlBatch.connectTo(to.surveillance, { allow: [HttpRule.post('/events')] });

  amlBatch.addEnv('DB_HOSTS', amlBatch.connectTo(MySql).address);
  amlBatch.addSecretEnv(VaultSecret.database('aml-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Files to the regulator and JSDA. Needs the results of balance-report. */
export function addRegulatoryReport(domain: DomainStack, to: Record<'auditLog', ICallable>) {
  const regulatoryReport = new BatchJob(domain, 'regulatory-report', {
    trigger: Trigger.schedule('30 4 * * 2-6'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('06:00')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
  });

  regulatoryReport.connectTo(Ledger, { may: ['balances'] });
  regulatoryReport.connectTo(to.auditLog, { allow: [GrpcRule.service('audit.v1.Search')] });
  regulatoryReport.connectTo(DocumentStore, { may: ['put'] });

  regulatoryReport.connectTo(SftpExchange);
  regulatoryReport.addSecretFile(VaultSecret.kv('regulator'), { file: 'regulator.key', fields: ['ssh_key'], onChange: OnChange.ignore() });
  regulatoryReport.addSecretFile(VaultSecret.pki('regulator-filing', { commonName: 'filing.sec.example.co.jp', ttl: Duration.hours(72) }), {
    file: 'regulator-filing.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });
}

/** All customers against new lists (Sunday). */
export function addSanctionRescreen(domain: DomainStack, to: Record<'amlScreening', ICallable>) {
  const sanctionRescreen = new BatchJob(domain, 'sanction-rescreen', {
    trigger: Trigger.schedule('0 4 * * 0'),
    expectedDuration: Duration.minutes(180),
    finishBy: Deadline.at(TimeOfDay.of('12:00')),
    ...sized(domain, { cpu: Cpu.mhz(6000), memory: Memory.gib(8) }),
  });

  sanctionRescreen.connectTo(to.amlScreening, { allow: [GrpcRule.method('aml.v1.Screening/RescreenAll')] });
  sanctionRescreen.connectTo(Accounts, { may: ['read'] });
  sanctionRescreen.connectTo(CaseManagement, { may: ['open'] });
}
