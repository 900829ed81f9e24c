import {
  ConsulKey,
  Cpu,
  Duration,
  EnvoyExtension,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  UpstreamLimits,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Accounts } from '../accounts/contracts';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PartnerEdge } from '../edge/contracts';
import { instances, Priority, sized } from '../house';
import { TokenIssuer } from '../identity/contracts';
import { Portfolio } from '../portfolio/contracts';
import { Orders, Quotes } from '../trading/contracts';

/** REST API of partners. */
export function addOpenApi(domain: DomainStack, to: Record<'partnerRegistry' | 'webhooks', ICallable>) {
  const openApi = new SecuritiesService(domain, 'open-api', {
    port: Port.http2(8084),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1200), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 4, staging: 2, upTo: 12 }),
    priority: Priority.trading,
    // A request without a client id cannot be counted against its quota. A script that fails closes the listener.
    extensions: [
      EnvoyExtension.lua({
        listener: 'inbound',
        script:
          'function envoy_on_request(handle) if not handle:headers():get("x-client-id") then handle:respond({ [":status"] = "400" }, "x-client-id is missing") end end',
      }),
    ],
  });

  openApi.connectTo(TokenIssuer, { may: ['jwks', 'revoke'] });
  openApi.connectTo(to.partnerRegistry, { allow: [HttpRule.get(HttpPath.template('/clients/{id}'))] });
  openApi.connectTo(Accounts, { may: ['read'] });
  openApi.connectTo(Portfolio, { may: ['read'] });
  openApi.connectTo(Orders, {
    may: ['place', 'read'],
    connectTimeout: Duration.milliseconds(500),
    limits: UpstreamLimits.of({ maxConnections: 64 }),
  });
  openApi.connectTo(Quotes, { may: ['snapshot'] });
  openApi.connectTo(to.webhooks, { allow: [HttpRule.post('/subscriptions'), HttpRule.delete(HttpPath.template('/subscriptions/{id}'))] });
  openApi.connectTo(AuditLog, { may: ['append'] });

  openApi.addSecretFile(VaultSecret.pki('partner-mtls', { commonName: 'partners.sec.internal', ttl: Duration.hours(72) }), {
    file: 'partner-mtls.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  openApi.readConfig(ConsulKey.own('quotas'), { file: 'quotas.json', onChange: OnChange.signal('SIGHUP') });

  openApi.exposeThrough(PartnerEdge, {
    ...fromOutside,
    host: hosts(domain).partners,
    path: HttpPath.prefix('/v1/'),
    methods: ['GET', 'POST'],
  });
}
