import {
  Callers,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AmlScreening, AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Mfa } from '../identity/contracts';
import { Cash } from '../settlement/contracts';
import { Withdrawals } from './contracts';

/** Customer withdrawals. */
export function addWithdrawals(domain: DomainStack, to: Record<'zenginGateway', ICallable>) {
  const withdrawals = new SecuritiesService(domain, 'withdrawals', {
    contract: Withdrawals,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('operator-console', { may: ['approve'] })],
    traffic: [
      // Banks answer slowly. No retries: a withdrawal happens once.
      Traffic.on(HttpRule.post('/withdrawals'), { requestTimeout: Duration.seconds(10) }),
    ],
  });

  withdrawals.connectTo(Cash, { may: ['available', 'reserve', 'move'] });
  withdrawals.connectTo(to.zenginGateway, { allow: [GrpcRule.service('zengin.v1.Transfers')] });
  withdrawals.connectTo(AmlScreening, { may: ['screen'] });
  withdrawals.connectTo(Mfa, { may: ['challenge'] });
  withdrawals.connectTo(AuditLog, { may: ['append'] });

  withdrawals.addEnv('DB_HOSTS', withdrawals.connectTo(MySql).address);
  withdrawals.addEnv('KAFKA_BROKERS', withdrawals.connectTo(Kafka).address);
  withdrawals.addSecretEnv(VaultSecret.database('withdrawals-rw'), databaseLogin, { onChange: OnChange.restart() });

  withdrawals.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/withdrawals', methods: ['GET', 'POST'] });

  return withdrawals;
}
