import { Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';

/** Daily total of assets. */
export function addAssetHistory(domain: DomainStack) {
  const assetHistory = new SecuritiesService(domain, 'asset-history', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 3 }),
  });

  assetHistory.addEnv('DB_HOSTS', assetHistory.connectTo(MySql).address);
  assetHistory.addSecretEnv(VaultSecret.database('asset-history-rw'), databaseLogin, { onChange: OnChange.restart() });

  return assetHistory;
}
