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
import { Ledger } from '../settlement/contracts';
import { Executions } from '../trading/contracts';

/** After the 21:00 close: nets single-share trades and orders the cover. */
export function addMiniNetting(domain: DomainStack, to: Record<'miniInventory' | 'miniOrders', ICallable>) {
  const miniNetting = new BatchJob(domain, 'mini-netting', {
    trigger: Trigger.schedule('10 21 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('22:00')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
  });

  miniNetting.connectTo(to.miniInventory, { allow: [GrpcRule.method('mini.v1.InventoryAdmin/Net')] });
  miniNetting.connectTo(to.miniOrders, { allow: [HttpRule.get('/mini/orders'), HttpRule.get(HttpPath.template('/mini/orders/{id}'))] });
  miniNetting.connectTo(Executions, { may: ['read'] });

  miniNetting.addEnv('DB_HOSTS', miniNetting.connectTo(MySql).address);
  miniNetting.addSecretEnv(VaultSecret.database('mini-inventory-rw'), databaseLogin, { onChange: OnChange.restart() });
}

/** House inventory against the ledger. Needs the results of mini-netting. */
export function addMiniLedgerRecon(domain: DomainStack, to: Record<'miniInventory', ICallable>) {
  const miniLedgerRecon = new BatchJob(domain, 'mini-ledger-recon', {
    trigger: Trigger.schedule('0 22 * * 1-5'),
    expectedDuration: Duration.minutes(25),
    finishBy: Deadline.at(TimeOfDay.of('23:00')),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
  });

  miniLedgerRecon.connectTo(to.miniInventory, { allow: [GrpcRule.method('mini.v1.Inventory/Holdings')] });
  miniLedgerRecon.connectTo(Ledger, { may: ['balances'] });
}
