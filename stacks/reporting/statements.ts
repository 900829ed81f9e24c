import {
  BatchJob,
  Cpu,
  Duration,
  HardeningException,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';

/** Monthly and trade statements. */
export function addStatements(domain: DomainStack, to: Record<'documentStore', ICallable>) {
  const statements = new SecuritiesService(domain, 'statements', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 3 }),
    // A new one is rendered and stored first.
    requestTimeout: Duration.seconds(30),
  });

  statements.connectTo(to.documentStore, { allow: [HttpRule.get(HttpPath.template('/documents/{id}')), HttpRule.post('/documents')] });

  statements.addEnv('DB_HOSTS', statements.connectTo(MySql).address);
  statements.addSecretEnv(VaultSecret.database('statements-rw'), databaseLogin, { onChange: OnChange.restart() });

  // Renderer and fonts are patched on a cycle of their own, so they are an image of their own.
  statements.addCompanionTask('pdf-renderer', {
    image: domain.platform.facts.images.image('pdf-renderer'),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
    exceptions: [HardeningException.writableRoot('the vendor writes its font cache below its own installation')],
  });

  statements.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).www,
    path: HttpPath.prefix('/statements'),
    methods: ['GET'],
    connectRetries: 2,
  });

  return statements;
}

/** One statement again, on request. */
export function addStatementReissue(domain: DomainStack, to: Record<'statements', ICallable>) {
  const statementReissue = new BatchJob(domain, 'statement-reissue', {
    trigger: Trigger.dispatch({ required: ['account_id', 'year', 'month'], optional: ['language'] }),
    expectedDuration: Duration.minutes(5),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
  });

  statementReissue.connectTo(to.statements, { allow: [HttpRule.post('/statements/render')] });
  statementReissue.connectTo(AuditLog, { may: ['append'] });

  statementReissue.addEnv('DB_HOSTS', statementReissue.connectTo(MySql).address);
  statementReissue.addSecretEnv(VaultSecret.database('statements-rw'), databaseLogin, { onChange: OnChange.restart() });
}
