import {
  Callers,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  Port,
  Retries,
  SecuritiesService,
  Traffic,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { FundPositions } from '../funds/contracts';
import { FxPositions } from '../fx/contracts';
import { ejectPatiently, instances, Priority, sized } from '../house';
import { Cash } from '../settlement/contracts';
import { MiniInventory } from '../single-share/contracts';
import { Positions } from '../trading/contracts';
import { Portfolio } from './contracts';

/** One view over all products. */
export function addPortfolio(domain: DomainStack, to: Record<'valuations', ICallable>) {
  const portfolio = new SecuritiesService(domain, 'portfolio', {
    contract: Portfolio,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 28 }),
    priority: Priority.trading,
    callers: [Callers.domain('channels', { may: ['read'] }), Callers.service('open-api', { may: ['read'] })],
    traffic: [
      // It asks six services, and answers with what it has after two seconds.
      Traffic.on(HttpRule.get(HttpPath.template('/portfolio/{account}')), {
        requestTimeout: Duration.milliseconds(2500),
        retries: Retries.on(1, { statusCodes: [503] }),
      }),
    ],
  });

  portfolio.connectTo(to.valuations, {
    allow: [GrpcRule.service('valuation.v1.Valuation')],
    connectTimeout: Duration.milliseconds(500),
    outlierDetection: ejectPatiently,
  });
  portfolio.connectTo(Positions, { may: ['read'] });
  // The client of the funds vendor has this port compiled in.
  portfolio.connectTo(FundPositions, { may: ['read'], localPort: 14100 });
  portfolio.connectTo(FxPositions, { may: ['read'] });
  portfolio.connectTo(MiniInventory, { may: ['holdings'] });
  portfolio.connectTo(Cash, { may: ['available'] });
}
