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
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Instruments, TradingCalendar } from '../reference-data/contracts';
import { KillSwitch } from '../risk/contracts';
import { Custody, Ledger } from '../settlement/contracts';

/** Expires day orders. */
export function addOrderExpiry(domain: DomainStack, to: Record<'orders', ICallable>) {
  const orderExpiry = new BatchJob(domain, 'order-expiry', {
    trigger: Trigger.schedule('40 15 * * 1-5'),
    expectedDuration: Duration.minutes(10),
    finishBy: Deadline.at(TimeOfDay.of('16:00')),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
  });

  orderExpiry.connectTo(to.orders, { allow: [HttpRule.post('/internal/expire')] });
  orderExpiry.connectTo(TradingCalendar, { may: ['read'] });
}

/** Matches our fills with the drop copy of the exchange. Needs the results of order-expiry. */
export function addExecConfirm(domain: DomainStack, to: Record<'executions' | 'jpxGateway', ICallable>) {
  const execConfirm = new BatchJob(domain, 'exec-confirm', {
    trigger: Trigger.schedule('0 16 * * 1-5'),
    expectedDuration: Duration.minutes(25),
    finishBy: Deadline.at(TimeOfDay.of('17:00')),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(4) }),
  });

  execConfirm.connectTo(to.executions, {
    allow: [HttpRule.post('/executions/confirm'), HttpRule.get('/executions'), HttpRule.get(HttpPath.template('/executions/{id}'))],
  });
  execConfirm.connectTo(to.jpxGateway, { allow: [GrpcRule.service('gateway.v1.Status')] });
  execConfirm.connectTo(AuditLog, { may: ['append'] });

  execConfirm.addEnv('DB_HOSTS', execConfirm.connectTo(MySql).address);
  execConfirm.addEnv('KAFKA_BROKERS', execConfirm.connectTo(Kafka).address);
  execConfirm.addSecretEnv(VaultSecret.database('executions-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Loads positions of today. Needs the results of corp-actions-apply and instrument-load. */
export function addPositionsPreload(domain: DomainStack, to: Record<'positions', ICallable>) {
  const positionsPreload = new BatchJob(domain, 'positions-preload', {
    trigger: Trigger.schedule('35 5 * * 1-5'),
    expectedDuration: Duration.minutes(25),
    finishBy: Deadline.at(TimeOfDay.of('06:15')),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(4) }),
  });

  positionsPreload.connectTo(to.positions, { allow: [GrpcRule.method('positions.v1.PositionsWriter/Reload')] });
  positionsPreload.connectTo(Custody, { may: ['holdings'] });
}

/** Everything that must be true before 08:00, or somebody is woken. Needs the results of positions-preload and limit-refresh. */
export function addPreopenCheck(domain: DomainStack, to: Record<'positions' | 'jpxGateway', ICallable>) {
  const preopenCheck = new BatchJob(domain, 'preopen-check', {
    trigger: Trigger.schedule('15 6 * * 1-5'),
    expectedDuration: Duration.minutes(15),
    finishBy: Deadline.at(TimeOfDay.of('06:45')),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
  });

  preopenCheck.connectTo(to.positions, {
    allow: [GrpcRule.method('positions.v1.Positions/Get'), GrpcRule.method('positions.v1.Positions/List')],
  });
  preopenCheck.connectTo(Instruments, { may: ['lookup'] });
  preopenCheck.connectTo(KillSwitch, { may: ['state'] });
  preopenCheck.connectTo(to.jpxGateway, { allow: [GrpcRule.service('gateway.v1.Status')] });
  preopenCheck.connectTo(Ledger, { may: ['balances'] });
  preopenCheck.connectTo(TradingCalendar, { may: ['read'] });
  preopenCheck.connectTo(Notify, { may: ['send-now'] });
}
