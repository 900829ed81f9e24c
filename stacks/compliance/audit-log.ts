import { Callers, Cpu, Memory, OnChange, Port, Rollout, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { Elasticsearch, Kafka } from '../external/contracts';
import { instances, Priority, sized } from '../house';
import { AuditLog } from './contracts';

/** Append-only record of who did what. */
export function addAuditLog(domain: DomainStack) {
  const auditLog = new SecuritiesService(domain, 'audit-log', {
    contract: AuditLog,
    port: Port.grpc(9090),
    // Local spool: an append is never lost while Kafka moves its leader.
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(2), disk: Memory.gib(4) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 16 }),
    priority: Priority.trading,
    // Everybody calls it: two canaries for a faster verdict.
    rollout: Rollout.canary(domain.platform.environment.choose({ production: 2, otherwise: 1 })),
    callers: [
      Callers.domain('accounts', { may: ['append'] }),
      Callers.domain('back-office', { may: ['append'] }),
      Callers.domain('banking', { may: ['append'] }),
      Callers.service('evidence-collector', { may: ['append'] }),
      Callers.service('fx-orders', { may: ['append'] }),
      Callers.domain('identity', { may: ['append'] }),
      Callers.service('open-api', { may: ['append'] }),
      Callers.service('statement-reissue', { may: ['append'] }),
      Callers.service('kill-switch', { may: ['append'] }),
      Callers.domain('settlement', { may: ['append'] }),
      Callers.service('mini-orders', { may: ['append'] }),
      Callers.domain('trading', { may: ['append'] }),
    ],
  });

  auditLog.addEnv('KAFKA_BROKERS', auditLog.connectTo(Kafka).address);
  auditLog.connectTo(Elasticsearch, { may: ['index', 'search'] });
  auditLog.addSecretFile(VaultSecret.kv('chain'), { file: 'chain.key', fields: ['key'], onChange: OnChange.ignore() });
  auditLog.addSecretFile(VaultSecret.sharedKv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });

  return auditLog;
}
