import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  InboundLimits,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  Traffic,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { fromOutside, hosts, PublicEdge } from '../edge/contracts';
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, ejectQuickly, instances, Priority, sized } from '../house';
import { Notify } from '../notification/contracts';
import { ModelStore } from '../platform-ops/contracts';
import { Mfa } from './contracts';

/** Password and passkey login. */
export function addLogin(domain: DomainStack, to: Record<'sessions' | 'mfa' | 'loginRisk', ICallable>) {
  const login = new SecuritiesService(domain, 'login', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 32 }),
    priority: Priority.trading,
    traffic: [
      // Bcrypt takes its time; a repeat would count as a second failure.
      Traffic.on(HttpRule.post('/login'), { requestTimeout: Duration.seconds(8) }),
    ],
    // Password spraying must not starve the pool.
    inboundLimits: InboundLimits.of({ maxConnections: 1024 }),
  });

  login.connectTo(to.sessions, {
    allow: [GrpcRule.method('sessions.v1.Sessions/Create'), GrpcRule.method('sessions.v1.Sessions/Revoke')],
    connectTimeout: Duration.milliseconds(300),
  });
  login.connectTo(to.mfa, { allow: [HttpRule.post('/challenges'), HttpRule.post(HttpPath.template('/challenges/{id}/verify'))] });
  login.connectTo(to.loginRisk, {
    allow: [GrpcRule.service('loginrisk.v1.Score')],
    connectTimeout: Duration.milliseconds(200),
    outlierDetection: ejectQuickly,
  });
  login.connectTo(AuditLog, { may: ['append'] });
  login.connectTo(Notify, { may: ['send'] });

  login.addEnv('DB_HOSTS', login.connectTo(MySql).address);
  login.addEnv('KAFKA_BROKERS', login.connectTo(Kafka).address);
  login.addSecretEnv(VaultSecret.database('credentials-ro'), databaseLogin, { onChange: OnChange.restart() });
  login.addSecretEnv(VaultSecret.kv('pepper'), { PASSWORD_PEPPER: 'pepper' }, { onChange: OnChange.restart() });

  login.readConfig(ConsulKey.own('lockout'), { file: 'lockout.json', onChange: OnChange.signal('SIGHUP') });

  login.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).www, path: HttpPath.prefix('/login'), methods: ['GET', 'POST'] });
  login.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: HttpPath.prefix('/login'), methods: ['GET', 'POST'] });
}

/** Score of a login attempt. */
export function addLoginRisk(domain: DomainStack) {
  const loginRisk = new SecuritiesService(domain, 'login-risk', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 4 }),
    priority: Priority.trading,
    // A model is judged as a whole: old and new must not decide side by side.
    rollout: Rollout.blueGreen(),
  });

  loginRisk.connectTo(ModelStore, { may: ['fetch'] });

  loginRisk.readConfig(ConsulKey.own('model-weights'), { file: 'model-weights.json', onChange: OnChange.signal('SIGHUP') });

  // The model of this release, before the first score.
  loginRisk.addInitTask('fetch-model', { command: '/app/fetch-model', ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }) });

  return loginRisk;
}

/** One-time codes. */
export function addMfa(domain: DomainStack) {
  const mfa = new SecuritiesService(domain, 'mfa', {
    contract: Mfa,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(800), memory: Memory.gib(1) }),
    ...instances(domain, { production: 4, upTo: 16 }),
    priority: Priority.trading,
    callers: [Callers.service('withdrawals', { may: ['challenge'] })],
  });

  mfa.connectTo(Notify, { may: ['send-now'] });

  mfa.addEnv('DB_HOSTS', mfa.connectTo(MySql).address);
  mfa.addSecretEnv(VaultSecret.database('mfa-rw'), databaseLogin, { onChange: OnChange.restart() });

  mfa.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: '/challenges', methods: ['POST'] });
  mfa.exposeThrough(PublicEdge, {
    ...fromOutside,
    host: hosts(domain).api,
    path: HttpPath.template('/challenges/{id}/verify'),
    methods: ['POST'],
  });

  return mfa;
}
