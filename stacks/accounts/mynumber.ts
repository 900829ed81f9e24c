import {
  Callers,
  Cpu,
  Duration,
  EnvoyExtension,
  GrpcRule,
  HealthCheck,
  InboundLimits,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Mynumber } from './contracts';

/** My Number vault: encrypted, few callers, every read audited. */
export function addMynumber(domain: DomainStack, to: Record<'purposeCheck', ICallable>) {
  const mynumber = new SecuritiesService(domain, 'mynumber', {
    contract: Mynumber,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.gib(1) }),
    ...instances(domain, { production: 2 }),
    // Too few calls for a canary to prove anything.
    rollout: Rollout.rolling(1),
    callers: [Callers.service('tax-reports', { may: ['reveal'] })],
    // A leak is slow by construction.
    inboundLimits: InboundLimits.of({ maxConnections: 32 }),
    // The My Number Act asks for a second decision by purpose of use. Nothing is served when it cannot be had.
    extensions: [EnvoyExtension.externalAuthorization({ service: to.purposeCheck.serviceName })],
  });

  mynumber.connectTo(to.purposeCheck, {
    allow: [GrpcRule.service('envoy.service.auth.v3.Authorization')],
    connectTimeout: Duration.milliseconds(200),
  });
  mynumber.connectTo(AuditLog, { may: ['append'] });

  mynumber.addEnv('DB_HOSTS', mynumber.connectTo(MySql).address);
  mynumber.addSecretEnv(VaultSecret.database('mynumber-rw'), databaseLogin, { onChange: OnChange.restart() });

  return mynumber;
}

/** Decides for which purposes a My Number may be read. */
export function addPurposeCheck(domain: DomainStack) {
  return new SecuritiesService(domain, 'purpose-check', {
    port: Port.grpc(9099),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
  });
}
