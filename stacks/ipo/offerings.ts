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
import { Accounts } from '../accounts/contracts';
import { InsiderList } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Cash } from '../settlement/contracts';
import { IpoOfferings } from './contracts';

/** Offerings and book-building. */
export function addIpoOfferings(domain: DomainStack) {
  const ipoOfferings = new SecuritiesService(domain, 'ipo-offerings', {
    contract: IpoOfferings,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2, upTo: 10 }),
    callers: [Callers.service('web-bff', { may: ['read'] })],
  });

  ipoOfferings.addEnv('DB_HOSTS', ipoOfferings.connectTo(MySql).address);
  ipoOfferings.addSecretEnv(VaultSecret.database('ipo-rw'), databaseLogin, { onChange: OnChange.restart() });

  return ipoOfferings;
}

/** Applications of customers. */
export function addIpoApplications(domain: DomainStack, to: Record<'ipoOfferings', ICallable>) {
  const ipoApplications = new SecuritiesService(domain, 'ipo-applications', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3, upTo: 15 }),
  });

  ipoApplications.connectTo(to.ipoOfferings, { allow: [HttpRule.get('/offerings'), HttpRule.get(HttpPath.template('/offerings/{id}'))] });
  ipoApplications.connectTo(Cash, { may: ['available', 'reserve'] });
  ipoApplications.connectTo(Accounts, { may: ['permissions'] });
  ipoApplications.connectTo(InsiderList, { may: ['check'] });

  ipoApplications.addEnv('DB_HOSTS', ipoApplications.connectTo(MySql).address);
  ipoApplications.addEnv('KAFKA_BROKERS', ipoApplications.connectTo(Kafka).address);
  ipoApplications.addSecretEnv(VaultSecret.database('ipo-rw'), databaseLogin, { onChange: OnChange.restart() });

  ipoApplications.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: '/ipo/applications',
    methods: ['GET', 'POST'],
  });

  return ipoApplications;
}
