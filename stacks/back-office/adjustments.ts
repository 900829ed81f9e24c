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
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Custody, Ledger } from '../settlement/contracts';
import { Approvals } from './contracts';

/** Four-eyes approvals. */
export function addApprovals(domain: DomainStack) {
  const approvals = new SecuritiesService(domain, 'approvals', {
    contract: Approvals,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('ledger-replay', { may: ['read'] })],
  });

  approvals.connectTo(AuditLog, { may: ['append'] });

  approvals.addEnv('DB_HOSTS', approvals.connectTo(MySql).address);
  approvals.addSecretEnv(VaultSecret.database('approvals-rw'), databaseLogin, { onChange: OnChange.restart() });

  return approvals;
}

/** Manual corrections, only with an approval. */
export function addManualAdjust(domain: DomainStack, to: Record<'approvals', ICallable>) {
  const manualAdjust = new SecuritiesService(domain, 'manual-adjust', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
    traffic: [
      // A correction is never repeated.
      Traffic.on(HttpRule.post('/adjustments'), { requestTimeout: Duration.seconds(10) }),
    ],
  });

  manualAdjust.connectTo(to.approvals, { allow: [HttpRule.get(HttpPath.template('/approvals/{id}'))] });
  manualAdjust.connectTo(Ledger, { may: ['posting', 'journal'] });
  manualAdjust.connectTo(Custody, { may: ['move'] });
  manualAdjust.connectTo(AuditLog, { may: ['append'] });

  manualAdjust.addEnv('DB_HOSTS', manualAdjust.connectTo(MySql).address);
  manualAdjust.addSecretEnv(VaultSecret.database('adjustments-rw'), databaseLogin, { onChange: OnChange.restart() });

  return manualAdjust;
}
