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
import { MySql } from '../external/contracts';
import { databaseLogin, sized } from '../house';

/** Margin at closing prices. Needs the results of closing-prices and exec-confirm. */
export function addMarginEod(domain: DomainStack, to: Record<'marginAccounts' | 'collateral', ICallable>) {
  const marginEod = new BatchJob(domain, 'margin-eod', {
    trigger: Trigger.schedule('15 17 * * 1-5'),
    expectedDuration: Duration.minutes(45),
    finishBy: Deadline.at(TimeOfDay.of('18:30')),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(4) }),
  });

  marginEod.connectTo(to.marginAccounts, { allow: [HttpRule.post('/margin/recalculate')] });
  marginEod.connectTo(to.collateral, { allow: [GrpcRule.service('collateral.v1.Collateral')] });

  marginEod.addEnv('DB_HOSTS', marginEod.connectTo(MySql).address);
  marginEod.addSecretEnv(VaultSecret.database('margin-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** Issues margin calls. Needs the results of margin-eod. */
export function addMarginCallRun(domain: DomainStack, to: Record<'marginCalls' | 'marginAccounts', ICallable>) {
  const marginCallRun = new BatchJob(domain, 'margin-call-run', {
    trigger: Trigger.schedule('0 19 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('20:30')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
  });

  marginCallRun.connectTo(to.marginCalls, { allow: [HttpRule.post('/calls')] });
  marginCallRun.connectTo(to.marginAccounts, { allow: [HttpRule.get(HttpPath.template('/margin/{account}/ratio'))] });
}
