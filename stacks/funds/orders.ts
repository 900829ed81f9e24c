import {
  Callers,
  Cpu,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Accounts, Nisa } from '../accounts/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Notify } from '../notification/contracts';
import { Cash } from '../settlement/contracts';
import { FundOrders } from './contracts';

/** Purchase and redemption. */
export function addFundOrders(domain: DomainStack, to: Record<'fundCatalogue', ICallable>) {
  const fundOrders = new SecuritiesService(domain, 'fund-orders', {
    contract: FundOrders,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 4, upTo: 10 }),
    callers: [Callers.service('mobile-bff', { may: ['read'] })],
  });

  fundOrders.connectTo(to.fundCatalogue, { allow: [HttpRule.get('/funds'), HttpRule.get(HttpPath.template('/funds/{code}'))] });
  fundOrders.connectTo(Cash, { may: ['available', 'reserve'] });
  fundOrders.connectTo(Nisa, { may: ['quota', 'consume'] });
  fundOrders.connectTo(Accounts, { may: ['permissions'] });

  fundOrders.addEnv('DB_HOSTS', fundOrders.connectTo(MySql).address);
  fundOrders.addEnv('KAFKA_BROKERS', fundOrders.connectTo(Kafka).address);
  fundOrders.addSecretEnv(VaultSecret.database('fund-orders-rw'), databaseLogin, { onChange: OnChange.restart() });

  fundOrders.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/fund-orders', methods: ['GET', 'POST'] });
  fundOrders.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/fund-orders/{id}'),
    methods: ['GET', 'DELETE'],
  });

  return fundOrders;
}

/** Monthly and daily savings plans (tsumitate). */
export function addAccumulation(domain: DomainStack, to: Record<'fundOrders', ICallable>) {
  const accumulation = new SecuritiesService(domain, 'accumulation', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3 }),
  });

  accumulation.connectTo(to.fundOrders, {
    allow: [HttpRule.post('/fund-orders'), HttpRule.delete(HttpPath.template('/fund-orders/{id}'))],
  });
  accumulation.connectTo(Nisa, { may: ['quota'] });
  accumulation.connectTo(Notify, { may: ['send'] });

  accumulation.addEnv('DB_HOSTS', accumulation.connectTo(MySql).address);
  accumulation.addSecretEnv(VaultSecret.database('accumulation-rw'), databaseLogin, { onChange: OnChange.restart() });

  accumulation.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/plans', methods: ['GET', 'POST'] });
  accumulation.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/plans/{id}'),
    methods: ['GET', 'PUT', 'DELETE'],
  });

  return accumulation;
}
