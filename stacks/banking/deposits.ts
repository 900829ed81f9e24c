import {
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  Worker,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Accounts } from '../accounts/contracts';
import { AmlScreening } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Cash } from '../settlement/contracts';

/** Incoming transfers and instant deposits. */
export function addDeposits(domain: DomainStack, to: Record<'zenginGateway', ICallable>) {
  const deposits = new SecuritiesService(domain, 'deposits', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 4 }),
  });

  deposits.connectTo(Cash, { may: ['move'], connectTimeout: Duration.seconds(1) });
  deposits.connectTo(to.zenginGateway, { allow: [GrpcRule.service('zengin.v1.Inquiries')] });
  deposits.connectTo(Notify, { may: ['send'] });
  deposits.connectTo(AmlScreening, { may: ['screen'] });

  deposits.addEnv('DB_HOSTS', deposits.connectTo(MySql).address);
  deposits.addEnv('KAFKA_BROKERS', deposits.connectTo(Kafka).address);
  deposits.addSecretEnv(VaultSecret.database('deposits-rw'), databaseLogin, { onChange: OnChange.restart() });

  deposits.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/deposits', methods: ['GET', 'POST'] });

  return deposits;
}

/** Bank notices to customer deposits. */
export function addDepositMatcher(domain: DomainStack, to: Record<'deposits', ICallable>) {
  const depositMatcher = new Worker(domain, 'deposit-matcher', {
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 2 }),
  });

  depositMatcher.connectTo(to.deposits, { allow: [HttpRule.post('/deposits/match')] });
  depositMatcher.connectTo(Accounts, { may: ['read'] });

  depositMatcher.addEnv('KAFKA_BROKERS', depositMatcher.connectTo(Kafka).address);
  depositMatcher.addEnv('KAFKA_TOPICS', 'zengin.notices');
}
