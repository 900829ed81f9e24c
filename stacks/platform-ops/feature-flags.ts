import { Callers, Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { FeatureFlags } from './contracts';

/** Flags per customer ring. */
export function addFeatureFlags(domain: DomainStack) {
  const featureFlags = new SecuritiesService(domain, 'feature-flags', {
    contract: FeatureFlags,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 3 }),
    callers: [Callers.service('web-bff', { may: ['read'] })],
  });

  featureFlags.addEnv('DB_HOSTS', featureFlags.connectTo(MySql).address);
  featureFlags.addSecretEnv(VaultSecret.database('flags-rw'), databaseLogin, { onChange: OnChange.restart() });
}
