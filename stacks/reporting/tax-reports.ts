import {
  Cpu,
  Duration,
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
import { Mynumber, TaxStatus } from '../accounts/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';

/** Yearly specified-account report. */
export function addTaxReports(domain: DomainStack, to: Record<'documentStore', ICallable>) {
  const taxReports = new SecuritiesService(domain, 'tax-reports', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 2, upTo: 8 }),
    // The first time it is asked for, a report is rendered and stored.
    requestTimeout: Duration.seconds(30),
  });

  taxReports.connectTo(TaxStatus, { may: ['read', 'lots'] });
  taxReports.connectTo(Mynumber, { may: ['reveal'] });
  taxReports.connectTo(to.documentStore, { allow: [HttpRule.get(HttpPath.template('/documents/{id}')), HttpRule.post('/documents')] });

  taxReports.addEnv('DB_HOSTS', taxReports.connectTo(MySql).address);
  taxReports.addSecretEnv(VaultSecret.database('tax-reports-rw'), databaseLogin, { onChange: OnChange.restart() });

  taxReports.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).www,
    path: HttpPath.prefix('/tax-reports'),
    methods: ['GET'],
  });
}
