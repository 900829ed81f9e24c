import { Callers, Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { Accounts } from '../accounts/contracts';
import { Elasticsearch, MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Notify } from '../notification/contracts';
import { CaseManagement } from './contracts';

/** Enquiries and complaints. */
export function addCaseManagement(domain: DomainStack) {
  const caseManagement = new SecuritiesService(domain, 'case-management', {
    contract: CaseManagement,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.gib(1) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('sanction-rescreen', { may: ['open'] }), Callers.service('surveillance', { may: ['open'] })],
  });

  caseManagement.connectTo(Accounts, { may: ['read'] });
  caseManagement.connectTo(Notify, { may: ['send'] });

  caseManagement.addEnv('DB_HOSTS', caseManagement.connectTo(MySql).address);
  caseManagement.connectTo(Elasticsearch, { may: ['search'] });
  caseManagement.addSecretEnv(VaultSecret.database('cases-rw'), databaseLogin, { onChange: OnChange.restart() });

  return caseManagement;
}
