import {
  Callers,
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Retries,
  SecuritiesService,
  Traffic,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AmlScreening, AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Kyc } from '../identity/contracts';
import { Notify } from '../notification/contracts';
import { PartnerRegistry } from '../partners/contracts';
import { AccountOpening, Accounts } from './contracts';

/** Customer and account master. */
export function addAccounts(domain: DomainStack) {
  const accounts = new SecuritiesService(domain, 'accounts', {
    contract: Accounts,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 16 }),
    priority: Priority.trading,
    callers: [
      Callers.domain('back-office', { may: ['read'] }),
      Callers.service('operator-console', { may: ['update'] }),
      Callers.service('deposit-matcher', { may: ['read'] }),
      Callers.domain('compliance', { may: ['read'] }),
      Callers.service('fund-orders', { may: ['permissions'] }),
      Callers.service('ipo-applications', { may: ['permissions'] }),
      Callers.service('open-api', { may: ['read'] }),
      Callers.service('balance-report', { may: ['read'] }),
      Callers.service('order-validation', { may: ['permissions'] }),
    ],
    traffic: [
      // Called by most of the firm.
      Traffic.on(HttpRule.get(HttpPath.template('/accounts/{id}')), {
        requestTimeout: Duration.seconds(1),
        retries: Retries.on(2, { statusCodes: [503] }),
      }),
    ],
  });

  accounts.connectTo(AuditLog, { may: ['append'] });

  const database = accounts.connectTo(MySql);
  accounts.addEnv('DB_HOSTS', database.address);
  accounts.addEnv('KAFKA_BROKERS', accounts.connectTo(Kafka).address);
  accounts.addSecretEnv(VaultSecret.database('accounts-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Forward-compatible only: the old version goes on beside the new one.
  const migrate = accounts.addInitTask('migrate', {
    command: '/app/migrate',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });
  migrate.addEnv('DB_HOSTS', database.address);
  migrate.addSecretEnv(VaultSecret.database('accounts-ddl'), databaseLogin, { onChange: OnChange.ignore() });

  return accounts;
}

/** Application form to open account. */
export function addAccountOpening(domain: DomainStack, to: Record<'accounts' | 'mynumber', ICallable>) {
  const accountOpening = new SecuritiesService(domain, 'account-opening', {
    contract: AccountOpening,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 4 }),
    callers: [Callers.service('operator-console', { may: ['review'] })],
    // An application waits for the vendor behind eKYC; operators do not.
    requestTimeout: Duration.seconds(40),
    traffic: [
      Traffic.on(HttpRule.get('/applications'), { requestTimeout: Duration.seconds(10) }),
      Traffic.on(HttpRule.post(HttpPath.template('/applications/{id}/decision')), { requestTimeout: Duration.seconds(10) }),
    ],
  });

  accountOpening.connectTo(to.accounts, { allow: [HttpRule.post('/accounts')] });
  accountOpening.connectTo(Kyc, { may: ['start', 'result'], connectTimeout: Duration.seconds(1) });
  accountOpening.connectTo(AmlScreening, { may: ['screen'] });
  accountOpening.connectTo(to.mynumber, { allow: [HttpRule.post('/numbers')] });
  accountOpening.connectTo(Notify, { may: ['send'] });

  accountOpening.addEnv('DB_HOSTS', accountOpening.connectTo(MySql).address);
  accountOpening.addEnv('KAFKA_BROKERS', accountOpening.connectTo(Kafka).address);
  accountOpening.addSecretEnv(VaultSecret.database('account-opening-rw'), databaseLogin, { onChange: OnChange.restart() });

  accountOpening.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/applications', methods: ['POST'] });
  accountOpening.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/applications/{id}'),
    methods: ['GET', 'PUT'],
  });
}

/** Fan-out of account changes. */
export function addAccountEvents(domain: DomainStack) {
  const accountEvents = new Worker(domain, 'account-events', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  accountEvents.connectTo(PartnerRegistry, { may: ['sync'] });

  accountEvents.addEnv('KAFKA_BROKERS', accountEvents.connectTo(Kafka).address);
  accountEvents.addEnv('KAFKA_TOPICS', 'accounts.changes');
}
