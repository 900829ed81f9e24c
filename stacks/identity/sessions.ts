import {
  Callers,
  Cpu,
  HealthCheck,
  LoadBalancing,
  Memory,
  OnChange,
  Placement,
  Port,
  Rollout,
  SecuritiesService,
  UpstreamLimits,
  VaultSecret,
  Volume,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Sessions } from './contracts';

/** Session tokens. */
export function addSessions(domain: DomainStack, to: Record<'sessionCache', ICallable>) {
  const sessions = new SecuritiesService(domain, 'sessions', {
    contract: Sessions,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.mib(1536) }),
    ...instances(domain, { production: 10, staging: 2, upTo: 30 }),
    priority: Priority.trading,
    callers: [
      Callers.service('operator-console', { may: ['revoke-all'] }),
      Callers.domain('channels', { may: ['introspect'] }),
      Callers.service('fx-orders', { may: ['introspect'] }),
      Callers.service('stream-gateway', { may: ['introspect'] }),
      Callers.service('orders', { may: ['introspect'] }),
    ],
    // Introspections are many and short: they go where least is going on.
    loadBalancing: LoadBalancing.leastRequest(),
  });

  const sessionCache = sessions.connectTo(to.sessionCache, { limits: UpstreamLimits.of({ maxConnections: 128 }) });
  sessions.addEnv('CACHE_ADDRESS', sessionCache.address);

  sessions.addEnv('DB_HOSTS', sessions.connectTo(MySql).address);
  sessions.addSecretFile(VaultSecret.kv('signing-keys'), {
    file: 'signing.keys',
    fields: ['current', 'previous'],
    onChange: OnChange.signal('SIGHUP'),
  });
  sessions.addSecretEnv(VaultSecret.database('sessions-rw'), databaseLogin, { onChange: OnChange.restart() });

  return sessions;
}

/** Valkey in front of the session table. */
export function addSessionCache(domain: DomainStack) {
  const sessionCache = new SecuritiesService(domain, 'session-cache', {
    port: Port.tcp(6379),
    health: HealthCheck.script('/usr/local/bin/valkey-cli', ['ping']),
    ...sized(domain, { cpu: Cpu.mhz(1500), memory: Memory.gib(6) }),
    priority: Priority.trading,
    rollout: Rollout.stopThenStart('one primary; on a miss sessions read MySQL, so a gap of seconds is slow, not wrong'),
    placement: Placement.of({ nodeMeta: { disk: 'nvme' } }),
  });

  // Sessions survive a restart.
  sessionCache.addVolume('data', Volume.host('fast-disk'), '/data');

  return sessionCache;
}
