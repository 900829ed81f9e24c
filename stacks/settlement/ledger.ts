import {
  Callers,
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  InboundLimits,
  Memory,
  OnChange,
  Port,
  Retries,
  Rollout,
  SecuritiesService,
  Traffic,
  UpstreamLimits,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Fees } from '../reference-data/contracts';
import { Ledger } from './contracts';

/** Double-entry ledger; few may write. */
export function addLedger(domain: DomainStack) {
  const ledger = new SecuritiesService(domain, 'ledger', {
    contract: Ledger,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(4) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 12 }),
    priority: Priority.trading,
    // A posting rule changes for everybody at one moment.
    rollout: Rollout.blueGreen(),
    callers: [
      Callers.service('manual-adjust', { may: ['posting', 'journal'] }),
      Callers.service('regulatory-report', { may: ['balances'] }),
      Callers.service('fx-eod-pnl', { may: ['posting'] }),
      Callers.service('balance-report', { may: ['balances'] }),
      Callers.service('mini-fills', { may: ['posting'] }),
      Callers.service('mini-ledger-recon', { may: ['balances'] }),
      Callers.service('orders', { may: ['balances', 'posting'] }),
      Callers.service('preopen-check', { may: ['balances'] }),
    ],
    traffic: [
      // Idempotency key in the body, but still only when nothing was sent.
      Traffic.on(HttpRule.post('/entries'), { requestTimeout: Duration.seconds(3), retries: Retries.onConnectFailure(2) }),
      // Hot read.
      Traffic.on(HttpRule.get(HttpPath.template('/accounts/{id}/balance')), {
        requestTimeout: Duration.seconds(2),
        retries: Retries.on(2, { statusCodes: [503] }),
      }),
    ],
    // Protects the database pool.
    inboundLimits: InboundLimits.of({ maxConnections: 512 }),
  });

  ledger.connectTo(AuditLog, { may: ['append'], connectTimeout: Duration.milliseconds(500) });

  const database = ledger.connectTo(MySql);
  ledger.addEnv('DB_HOSTS', database.address);
  ledger.addEnv('KAFKA_BROKERS', ledger.connectTo(Kafka).address);
  ledger.addSecretEnv(VaultSecret.database('ledger-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = ledger.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('ledger-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return ledger;
}

/** Trades to ledger entries. */
export function addLedgerPoster(domain: DomainStack, to: Record<'ledger' | 'cash', ICallable>) {
  const ledgerPoster = new Worker(domain, 'ledger-poster', {
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
  });

  ledgerPoster.connectTo(to.ledger, { allow: [HttpRule.post('/entries')], limits: UpstreamLimits.of({ maxConnections: 32 }) });
  ledgerPoster.connectTo(Fees, { may: ['quote'] });
  ledgerPoster.connectTo(to.cash, {
    allow: [
      HttpRule.post(HttpPath.template('/cash/{account}/reservations')),
      HttpRule.delete(HttpPath.template('/cash/{account}/reservations/{id}')),
    ],
  });

  ledgerPoster.addEnv('KAFKA_BROKERS', ledgerPoster.connectTo(Kafka).address);
  ledgerPoster.addEnv('KAFKA_TOPICS', 'executions.confirmed');
}
