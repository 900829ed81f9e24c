import { Callers, Cpu, HealthCheck, HttpPath, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { fromOutside, hosts, PartnerEdge } from '../edge/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { PartnerRegistry } from './contracts';

/** Partners, clients, consents. */
export function addPartnerRegistry(domain: DomainStack) {
  const partnerRegistry = new SecuritiesService(domain, 'partner-registry', {
    contract: PartnerRegistry,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(400), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('account-events', { may: ['sync'] }), Callers.service('token-issuer', { may: ['clients'] })],
  });

  partnerRegistry.addEnv('DB_HOSTS', partnerRegistry.connectTo(MySql).address);
  partnerRegistry.addSecretEnv(VaultSecret.database('partners-rw'), databaseLogin, { onChange: OnChange.restart() });

  partnerRegistry.exposeThrough(PartnerEdge, { ...fromOutside, host: hosts(domain).partners, path: '/consents', methods: ['POST'] });
  partnerRegistry.exposeThrough(PartnerEdge, {
    ...fromOutside,
    host: hosts(domain).partners,
    path: HttpPath.template('/consents/{id}'),
    methods: ['DELETE'],
  });

  return partnerRegistry;
}
