import {
  Callers,
  Cpu,
  Duration,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
} from 'kumiki';
import { MySql, WormStore } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { DocumentStore } from './contracts';

/** Documents with retention period. */
export function addDocumentStore(domain: DomainStack) {
  const documentStore = new SecuritiesService(domain, 'document-store', {
    contract: DocumentStore,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    // Uploads are spooled before they are sealed.
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(2), disk: Memory.gib(8) }),
    ...instances(domain, { production: 4 }),
    callers: [
      Callers.service('evidence-export', { may: ['put', 'hold'] }),
      Callers.service('regulatory-report', { may: ['put'] }),
      Callers.service('fund-catalogue', { may: ['get'] }),
      Callers.service('fx-weekly-recon', { may: ['put'] }),
      Callers.service('kyc', { may: ['put'] }),
      Callers.service('restore-drill', { may: ['get'] }),
      Callers.service('settlement-report', { may: ['put'] }),
    ],
    // Uploads of up to 50 MiB, and whoever uploads is waited for, too.
    requestTimeout: Duration.seconds(25),
    traffic: [Traffic.on(HttpRule.get(HttpPath.template('/documents/{id}')), { requestTimeout: Duration.seconds(10) })],
  });

  documentStore.addEnv('DB_HOSTS', documentStore.connectTo(MySql).address);
  documentStore.connectTo(WormStore, { may: ['seal'] });
  documentStore.addSecretEnv(VaultSecret.database('documents-rw'), databaseLogin, { onChange: OnChange.restart() });
  documentStore.addSecretFile(VaultSecret.kv('object-store'), {
    file: 'object-store.login',
    fields: ['access_key_id', 'key'],
    onChange: OnChange.ignore(),
  });

  return documentStore;
}
