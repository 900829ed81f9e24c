import {
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Retries,
  Rollout,
  SecuritiesService,
  Sidecar,
  Traffic,
  VaultSecret,
  type DomainStack,
} from 'kumiki';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { FundOrders } from '../funds/contracts';
import { FxOrders } from '../fx/contracts';
import { ejectPatiently, instances, Priority, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { Candles } from '../market-data/contracts';
import { Inbox, PushTokens } from '../notification/contracts';
import { Portfolio } from '../portfolio/contracts';
import { MiniOrders } from '../single-share/contracts';
import { Orders } from '../trading/contracts';

/** Back end of the phone app. */
export function addMobileBff(domain: DomainStack) {
  const mobileBff = new SecuritiesService(domain, 'mobile-bff', {
    port: Port.http2(8083),
    health: HealthCheck.http('/healthz'),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 16, staging: 2, upTo: 60 }),
    priority: Priority.trading,
    rollout: Rollout.canary(domain.platform.environment.choose({ production: 2, otherwise: 1 })),
    // Highest fan-out of the firm: the default proxy would be the bottleneck at 09:00.
    sidecar: Sidecar.of(sized(domain, { cpu: Cpu.mhz(600), memory: Memory.mib(512) })),
    traffic: [
      // A screen has three seconds in all.
      Traffic.on(HttpRule.get(HttpPath.prefix('/mobile/')), {
        requestTimeout: Duration.seconds(3),
        retries: Retries.on(1, { statusCodes: [503] }),
      }),
    ],
  });

  mobileBff.connectTo(Sessions, { may: ['introspect'], connectTimeout: Duration.milliseconds(300) });
  mobileBff.connectTo(Portfolio, { may: ['read'], connectTimeout: Duration.milliseconds(500), outlierDetection: ejectPatiently });
  mobileBff.connectTo(Orders, { may: ['read', 'estimate'] });
  mobileBff.connectTo(MiniOrders, { may: ['read'] });
  mobileBff.connectTo(FxOrders, { may: ['read'] });
  mobileBff.connectTo(FundOrders, { may: ['read'] });
  mobileBff.connectTo(Candles, { may: ['read'] });
  mobileBff.connectTo(Inbox, { may: ['read'] });
  mobileBff.connectTo(PushTokens, { may: ['write'] });

  mobileBff.addSecretFile(VaultSecret.kv('app-attest'), { file: 'app-attest.key', fields: ['key'], onChange: OnChange.ignore() });

  mobileBff.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.prefix('/mobile/'),
    methods: ['GET', 'POST'],
  });
}
