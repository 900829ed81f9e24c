import { Callers, Cpu, HealthCheck, HttpPath, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PartnerEdge } from '../edge/contracts';
import { instances, Priority, sized } from '../house';
import { PartnerRegistry } from '../partners/contracts';
import { TokenIssuer } from './contracts';

/** OAuth 2.0 for partners. */
export function addTokenIssuer(domain: DomainStack) {
  const tokenIssuer = new SecuritiesService(domain, 'token-issuer', {
    contract: TokenIssuer,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 4 }),
    priority: Priority.trading,
    callers: [Callers.service('open-api', { may: ['jwks', 'revoke'] })],
  });

  tokenIssuer.connectTo(PartnerRegistry, { may: ['clients'] });
  tokenIssuer.connectTo(AuditLog, { may: ['append'] });

  tokenIssuer.addSecretFile(VaultSecret.kv('signing-keys'), {
    file: 'signing.keys',
    fields: ['current', 'previous'],
    onChange: OnChange.signal('SIGHUP'),
  });

  tokenIssuer.exposeThrough(PartnerEdge, {
    ...fromOutside,
    host: hosts(domain).partners,
    path: HttpPath.prefix('/oauth'),
    methods: ['GET', 'POST'],
  });
}
