import {
  BatchJob,
  Cpu,
  Duration,
  GrpcRule,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { Elasticsearch } from '../external/contracts';
import { sized } from '../house';
import { DocumentStore } from '../reporting/contracts';
import { OrderHistory } from '../trading/contracts';

/** Bundle for an authority: orders, logins, calls of one account. */
export function addEvidenceExport(domain: DomainStack, to: Record<'auditLog' | 'surveillance', ICallable>) {
  const evidenceExport = new BatchJob(domain, 'evidence-export', {
    trigger: Trigger.dispatch({ required: ['case_id', 'to', 'from'], payload: 'required' }),
    expectedDuration: Duration.minutes(30),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(4) }),
  });

  evidenceExport.connectTo(to.auditLog, { allow: [GrpcRule.service('audit.v1.Search'), GrpcRule.method('audit.v1.Audit/Append')] });
  evidenceExport.connectTo(OrderHistory, { may: ['search'] });
  evidenceExport.connectTo(DocumentStore, { may: ['put', 'hold'] });
  evidenceExport.connectTo(to.surveillance, {
    allow: [HttpRule.get('/cases'), HttpRule.get(HttpPath.template('/cases/{id}')), HttpRule.post(HttpPath.template('/cases/{id}/close'))],
  });

  evidenceExport.connectTo(Elasticsearch, { may: ['search'] });
  evidenceExport.addSecretFile(VaultSecret.sharedKv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}
