import type { Construct } from 'constructs';
import { Cpu, DomainStack, Duration, EdgeAcceptance, EdgeLoadBalancer, Memory } from 'kumiki';
import { sized } from '../house';
import { pools } from '../platform';
import { hosts, PartnerEdge, PublicEdge } from './contracts';

/** The ways in from outside. What is routed stands at the services; who may be routed stands here. */
export class EdgeStack extends DomainStack {
  constructor(scope: Construct, id = 'edge') {
    super(scope, id, { owner: 'platform-team' });
    const { edge, partnerEdge } = pools(this.platform.environment);
    const { www, api, stream, partners, console } = hosts(this);

    new EdgeLoadBalancer(this, 'public', {
      contract: PublicEdge,
      pool: edge,
      // Two days' worth of 09:00.
      ...sized(this, { cpu: Cpu.cores(8), memory: Memory.gib(4) }),
      accepts: [
        EdgeAcceptance.of('accounts', { hosts: [api] }),
        EdgeAcceptance.of('banking', { hosts: [api] }),
        EdgeAcceptance.of('channels', { hosts: [www, api] }),
        EdgeAcceptance.of('funds', { hosts: [api] }),
        EdgeAcceptance.of('fx', { hosts: [api] }),
        EdgeAcceptance.of('identity', { hosts: [www, api] }),
        EdgeAcceptance.of('ipo', { hosts: [api] }),
        EdgeAcceptance.of('market-data', { hosts: [stream] }),
        EdgeAcceptance.of('reporting', { hosts: [www] }),
        EdgeAcceptance.of('single-share', { hosts: [api] }),
        EdgeAcceptance.of('trading', { hosts: [www, api] }),
      ],
      // Long mobile requests end before Envoy stops.
      drain: Duration.seconds(25),
    });

    new EdgeLoadBalancer(this, 'partners', {
      contract: PartnerEdge,
      pool: partnerEdge,
      // The lab has both edges on one machine.
      port: this.platform.environment.choose({ lab: 8443, otherwise: 443 }),
      ...sized(this, { cpu: Cpu.cores(2), memory: Memory.gib(1) }),
      accepts: [
        EdgeAcceptance.of('back-office', { hosts: [console] }),
        EdgeAcceptance.of('identity', { hosts: [partners] }),
        EdgeAcceptance.of('partners', { hosts: [partners] }),
      ],
    });
  }
}
