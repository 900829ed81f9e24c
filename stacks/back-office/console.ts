import {
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AccountOpening, Accounts } from '../accounts/contracts';
import { Withdrawals } from '../banking/contracts';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PartnerEdge } from '../edge/contracts';
import { instances, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { MarginCalls } from '../margin/contracts';
import { KillSwitch } from '../risk/contracts';
import { CorporateActions } from '../settlement/contracts';
import { OrderHistory } from '../trading/contracts';

/** Screens for operators. */
export function addOperatorConsole(domain: DomainStack, to: Record<'caseManagement' | 'approvals' | 'manualAdjust', ICallable>) {
  const operatorConsole = new SecuritiesService(domain, 'operator-console', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3 }),
    // Searches in the order history are slow by nature.
    requestTimeout: Duration.seconds(25),
    // Operators are told the minute it changes.
    rollout: Rollout.blueGreen(),
  });

  operatorConsole.connectTo(Accounts, { may: ['read', 'update'] });
  operatorConsole.connectTo(AccountOpening, { may: ['review'] });
  operatorConsole.connectTo(to.caseManagement, {
    allow: [HttpRule.methods(['GET', 'POST'], '/cases'), HttpRule.put(HttpPath.template('/cases/{id}'))],
  });
  operatorConsole.connectTo(to.approvals, {
    allow: [HttpRule.post('/approvals'), HttpRule.post(HttpPath.template('/approvals/{id}/decision'))],
  });
  operatorConsole.connectTo(to.manualAdjust, { allow: [HttpRule.post('/adjustments')] });
  operatorConsole.connectTo(OrderHistory, { may: ['search'] });
  operatorConsole.connectTo(Withdrawals, { may: ['approve'] });
  operatorConsole.connectTo(KillSwitch, { may: ['throw'] });
  operatorConsole.connectTo(CorporateActions, { may: ['read', 'apply'] });
  operatorConsole.connectTo(Sessions, { may: ['revoke-all'] });
  operatorConsole.connectTo(MarginCalls, { may: ['read', 'close-out'] });
  operatorConsole.connectTo(AuditLog, { may: ['append'] });

  operatorConsole.addSecretEnv(VaultSecret.kv('oidc'), { OIDC_CLIENT_SECRET: 'client_secret' }, { onChange: OnChange.restart() });

  operatorConsole.exposeThrough(PartnerEdge, {
    ...fromOutside,
    host: hosts(domain).console,
    path: HttpPath.prefix('/console'),
    methods: ['GET', 'POST'],
  });
}
