import { Callers, Cpu, GrpcRule, Memory, Port, SecuritiesService, type DomainStack, type ICallable } from 'kumiki';
import { instances, Priority, sized } from '../house';
import { Board } from './contracts';

/** Depth of book. */
export function addBoard(domain: DomainStack, to: Record<'normaliser' | 'tickCache', ICallable>) {
  const board = new SecuritiesService(domain, 'board', {
    contract: Board,
    port: Port.grpc(9093),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(3) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
    callers: [Callers.service('quotes', { may: ['read'] })],
  });

  board.connectTo(to.normaliser, { allow: [GrpcRule.service('marketdata.v1.Ticks')] });
  const tickCache = board.connectTo(to.tickCache);
  board.addEnv('CACHE_ADDRESS', tickCache.address);
}
