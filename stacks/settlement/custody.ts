import {
  Callers,
  Cpu,
  GrpcRule,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Instruments } from '../reference-data/contracts';
import { CorporateActions, Custody } from './contracts';

/** Holdings kept for customers. */
export function addCustody(domain: DomainStack) {
  const custody = new SecuritiesService(domain, 'custody', {
    contract: Custody,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
    ...instances(domain, { production: 4, upTo: 12 }),
    priority: Priority.trading,
    callers: [
      Callers.service('manual-adjust', { may: ['move'] }),
      Callers.service('fund-order-settle', { may: ['move'] }),
      Callers.service('fund-positions', { may: ['holdings'] }),
      Callers.service('collateral', { may: ['holdings'] }),
      Callers.service('valuations', { may: ['holdings'] }),
      Callers.service('balance-report', { may: ['holdings'] }),
      Callers.domain('trading', { may: ['holdings'] }),
    ],
  });

  custody.connectTo(Instruments, { may: ['lookup'] });

  const database = custody.connectTo(MySql);
  custody.addEnv('DB_HOSTS', database.address);
  custody.addEnv('KAFKA_BROKERS', custody.connectTo(Kafka).address);
  custody.addSecretEnv(VaultSecret.database('custody-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = custody.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('custody-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return custody;
}

/** Dividends, splits, rights. */
export function addCorporateActions(domain: DomainStack, to: Record<'custody' | 'ledger' | 'jasdecGateway', ICallable>) {
  const corporateActions = new SecuritiesService(domain, 'corporate-actions', {
    contract: CorporateActions,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('operator-console', { may: ['read', 'apply'] })],
  });

  corporateActions.connectTo(to.custody, {
    allow: [GrpcRule.method('custody.v1.Custody/Holdings'), GrpcRule.service('custody.v1.CustodyWriter')],
  });
  corporateActions.connectTo(to.ledger, { allow: [HttpRule.post('/entries')] });
  corporateActions.connectTo(Notify, { may: ['send'] });
  corporateActions.connectTo(to.jasdecGateway, { allow: [GrpcRule.service('jasdec.v1.Instructions')] });

  corporateActions.addEnv('DB_HOSTS', corporateActions.connectTo(MySql).address);
  corporateActions.addSecretEnv(VaultSecret.database('corporate-actions-rw'), databaseLogin, { onChange: OnChange.restart() });

  return corporateActions;
}
