import {
  Callers,
  Cpu,
  Duration,
  GrpcRule,
  LoadBalancing,
  Memory,
  Port,
  SecuritiesService,
  Traffic,
  UpstreamLimits,
  type DomainStack,
} from 'kumiki';
import { instances, Priority, sized } from '../house';
import { Board, Normaliser } from '../market-data/contracts';
import { Quotes } from './contracts';

/** Last price and board for customers and order estimation. */
export function addQuotes(domain: DomainStack) {
  const quotes = new SecuritiesService(domain, 'quotes', {
    contract: Quotes,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 28 }),
    priority: Priority.trading,
    callers: [
      Callers.service('collateral', { may: ['snapshot'] }),
      Callers.service('stream-gateway', { may: ['quotes'] }),
      Callers.service('open-api', { may: ['snapshot'] }),
      Callers.service('valuations', { may: ['snapshot'] }),
      Callers.service('exposure', { may: ['snapshot'] }),
      Callers.service('mini-pricing', { may: ['snapshot'] }),
    ],
    // Streams live for the whole session, snapshots are asked one by one.
    requestTimeout: Duration.hours(24),
    traffic: [Traffic.on(GrpcRule.method('quotes.v1.Quotes/Snapshot'), { requestTimeout: Duration.seconds(1) })],
    // Least request keeps new streams off instances that carry many.
    loadBalancing: LoadBalancing.leastRequest(),
  });

  quotes.connectTo(Normaliser, { may: ['stream'], limits: UpstreamLimits.of({ maxConnections: 32 }) });
  quotes.connectTo(Board, { may: ['read'] });

  return quotes;
}
