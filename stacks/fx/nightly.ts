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
import { MySql, SftpExchange } from '../external/contracts';
import { databaseLogin, sized } from '../house';
import { DocumentStore } from '../reporting/contracts';
import { Cash, Ledger } from '../settlement/contracts';

/** Rolls positions in the maintenance window. */
export function addFxRollover(domain: DomainStack, to: Record<'fxPositions', ICallable>) {
  const fxRollover = new BatchJob(domain, 'fx-rollover', {
    trigger: Trigger.schedule('5 6 * * 2-6'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('06:40')),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(3) }),
  });

  fxRollover.connectTo(to.fxPositions, { allow: [HttpRule.post('/fx/positions/roll')] });
  fxRollover.connectTo(Cash, { may: ['move'] });

  fxRollover.addEnv('DB_HOSTS', fxRollover.connectTo(MySql).address);
  fxRollover.addSecretEnv(VaultSecret.database('fx-positions-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Profit, swap points, reconciliation with liquidity providers. Needs the results of fx-rollover. */
export function addFxEodPnl(domain: DomainStack, to: Record<'fxPositions' | 'fxHedger', ICallable>) {
  const fxEodPnl = new BatchJob(domain, 'fx-eod-pnl', {
    trigger: Trigger.schedule('30 6 * * 2-6'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('07:00')),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(3) }),
  });

  fxEodPnl.connectTo(to.fxPositions, {
    allow: [HttpRule.get(HttpPath.template('/fx/positions/{account}')), HttpRule.get('/fx/positions')],
  });
  fxEodPnl.connectTo(to.fxHedger, { allow: [GrpcRule.service('fx.v1.HedgeReport')] });
  fxEodPnl.connectTo(Ledger, { may: ['posting'] });
}

/** Week against statements of the liquidity providers (Saturday). */
export function addFxWeeklyRecon(domain: DomainStack, to: Record<'fxPositions', ICallable>) {
  const fxWeeklyRecon = new BatchJob(domain, 'fx-weekly-recon', {
    trigger: Trigger.schedule('0 10 * * 6'),
    expectedDuration: Duration.minutes(120),
    finishBy: Deadline.at(TimeOfDay.of('18:00')),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  fxWeeklyRecon.connectTo(to.fxPositions, {
    allow: [HttpRule.get(HttpPath.template('/fx/positions/{account}')), HttpRule.get('/fx/positions')],
  });
  fxWeeklyRecon.connectTo(DocumentStore, { may: ['put'] });

  fxWeeklyRecon.addEnv('DB_HOSTS', fxWeeklyRecon.connectTo(MySql).address);
  fxWeeklyRecon.connectTo(SftpExchange);
  fxWeeklyRecon.addSecretEnv(VaultSecret.database('fx-orders-ro'), databaseLogin, { onChange: OnChange.restart() });
}
