import {
  Cpu,
  Duration,
  EnvoyExtension,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Retries,
  SecuritiesService,
  Traffic,
  UpstreamLimits,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { FundCatalogue } from '../funds/contracts';
import { ejectPatiently, instances, Priority, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { IpoOfferings } from '../ipo/contracts';
import { Candles, News } from '../market-data/contracts';
import { Inbox } from '../notification/contracts';
import { FeatureFlags } from '../platform-ops/contracts';
import { Portfolio } from '../portfolio/contracts';
import { Executions, Orders } from '../trading/contracts';

/** Server-side rendered web pages. */
export function addWebFront(domain: DomainStack, to: Record<'webBff', ICallable>) {
  const webFront = new SecuritiesService(domain, 'web-front', {
    port: Port.http(8080),
    health: HealthCheck.http('/healthz'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 24 }),
    priority: Priority.trading,
    // No page of ours stands in a frame of somebody else.
    extensions: [
      EnvoyExtension.lua({
        listener: 'inbound',
        script: 'function envoy_on_response(handle) handle:headers():replace("x-frame-options", "DENY") end',
      }),
    ],
  });

  webFront.connectTo(to.webBff, {
    allow: [HttpRule.methods(['GET', 'POST'], HttpPath.prefix('/bff/'))],
    limits: UpstreamLimits.of({ maxConnections: 256 }),
  });

  // One visitor in twenty sees the landing page that is being tried out.
  webFront.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).www, path: '/', methods: ['GET'], weight: 95 });
  webFront.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).www, path: HttpPath.prefix('/app/'), methods: ['GET'] });
}

/** The landing page that is being tried out. */
export function addWebLanding(domain: DomainStack) {
  const webLanding = new SecuritiesService(domain, 'web-landing', {
    port: Port.http(8080),
    health: HealthCheck.http('/healthz'),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
  });

  webLanding.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).www, path: '/', methods: ['GET'], weight: 5 });
}

/** Back end of the web front end. */
export function addWebBff(domain: DomainStack) {
  const webBff = new SecuritiesService(domain, 'web-bff', {
    port: Port.http2(8082),
    health: HealthCheck.http('/healthz'),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 10, staging: 2, upTo: 36 }),
    priority: Priority.trading,
    traffic: [
      // A page has three seconds in all.
      Traffic.on(HttpRule.get(HttpPath.prefix('/bff/')), {
        requestTimeout: Duration.seconds(3),
        retries: Retries.on(1, { statusCodes: [503] }),
      }),
    ],
  });

  webBff.connectTo(Sessions, { may: ['introspect'], connectTimeout: Duration.milliseconds(300) });
  webBff.connectTo(Portfolio, { may: ['read'], connectTimeout: Duration.milliseconds(500), outlierDetection: ejectPatiently });
  webBff.connectTo(Orders, { may: ['read', 'estimate'] });
  webBff.connectTo(Executions, { may: ['by-order'] });
  webBff.connectTo(Candles, { may: ['read'] });
  webBff.connectTo(News, { may: ['read'] });
  webBff.connectTo(FundCatalogue, { may: ['read'] });
  webBff.connectTo(IpoOfferings, { may: ['read'] });
  webBff.connectTo(Inbox, { may: ['read'] });
  webBff.connectTo(FeatureFlags, { may: ['read'] });

  webBff.addSecretEnv(VaultSecret.kv('csrf'), { CSRF_KEY: 'key' }, { onChange: OnChange.restart() });

  webBff.addConfigFile('features.json', { ipo: true, fx: true, mini: true });

  return webBff;
}
