import {
  Cpu,
  Duration,
  HealthCheck,
  InboundLimits,
  Memory,
  Port,
  Rollout,
  SecuritiesService,
  Sidecar,
  UpstreamLimits,
  type DomainStack,
} from 'kumiki';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { instances, Priority, sized } from '../house';
import { Sessions } from '../identity/contracts';
import { Quotes } from '../trading/contracts';

/** Web socket push of quotes to browsers and phones. */
export function addStreamGateway(domain: DomainStack) {
  const streamGateway = new SecuritiesService(domain, 'stream-gateway', {
    port: Port.http(8085),
    health: HealthCheck.http('/healthz'),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 10, staging: 2, upTo: 40 }),
    priority: Priority.trading,
    // Thousands of open sockets: one switch, clients reconnect once, not once per canary step.
    rollout: Rollout.blueGreen(),
    // Sockets are told to go elsewhere, and have that long.
    shutdownDelay: Duration.seconds(60),
    // One proxy carries 20 000 sockets.
    sidecar: Sidecar.of(sized(domain, { cpu: Cpu.mhz(800), memory: Memory.mib(512) })),
    // A web socket lives as long as the session.
    requestTimeout: Duration.hours(8),
    // As many as the process has file descriptors for.
    inboundLimits: InboundLimits.of({ maxConnections: 20_000 }),
  });

  streamGateway.connectTo(Quotes, { may: ['quotes'], limits: UpstreamLimits.of({ maxConnections: 512, maxConcurrentRequests: 4096 }) });
  streamGateway.connectTo(Sessions, { may: ['introspect'] });

  streamGateway.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).stream,
    path: '/stream',
    methods: ['GET'],
    requestTimeout: Duration.hours(8),
    idleTimeout: Duration.minutes(15),
  });
}
