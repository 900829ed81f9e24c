import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  HealthCheck,
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
import { Kafka, MySql } from '../external/contracts';
import { databaseLogin, instances, Priority, sized } from '../house';
import { Instruments } from '../reference-data/contracts';
import { Normaliser } from './contracts';

/** One tick format for every feed. */
export function addNormaliser(domain: DomainStack, to: Record<'feedJpx' | 'feedOverseas', ICallable>) {
  const normaliser = new SecuritiesService(domain, 'normaliser', {
    contract: Normaliser,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(3) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 20 }),
    priority: Priority.trading,
    callers: [Callers.service('quotes', { may: ['stream'] })],
    // A stream of ticks lasts as long as its reader.
    requestTimeout: Duration.hours(24),
  });

  const feedJpx = normaliser.connectTo(to.feedJpx, { connectTimeout: Duration.milliseconds(300) });
  normaliser.addEnv('JPX_FEED_ADDRESS', feedJpx.address);
  const feedOverseas = normaliser.connectTo(to.feedOverseas, { connectTimeout: Duration.milliseconds(300) });
  normaliser.addEnv('OVERSEAS_FEED_ADDRESS', feedOverseas.address);
  normaliser.connectTo(Instruments, { may: ['lookup'] });

  normaliser.addEnv('KAFKA_BROKERS', normaliser.connectTo(Kafka).address);

  normaliser.readConfig(ConsulKey.own('symbol-map'), { file: 'symbol-map.json', onChange: OnChange.signal('SIGHUP') });

  return normaliser;
}

/** Valkey with the whole day's ticks in every instance; callers read only. */
export function addTickCache(domain: DomainStack) {
  const tickCache = new SecuritiesService(domain, 'tick-cache', {
    port: Port.tcp(6379),
    health: HealthCheck.script('/usr/local/bin/valkey-cli', ['ping']),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(8) }),
    ...instances(domain, { production: 3 }),
    priority: Priority.trading,
    // Replicas resynchronise one by one.
    rollout: Rollout.rolling(1),
    // The cache lies on one disk of one server: instances on different ones, each with a fast disk.
    placement: Placement.of({ distinctHosts: true, nodeMeta: { disk: 'nvme' } }),
  });

  // An append-only file on local disk: a restart takes seconds instead of minutes.
  tickCache.addVolume('data', Volume.host('fast-disk'), '/data');

  // Fills this instance from Kafka, so that instances need not know each other.
  const loader = tickCache.addCompanionTask('tick-loader', {
    command: '/app/tick-loader',
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(256) }),
  });
  loader.addEnv('KAFKA_BROKERS', tickCache.connectTo(Kafka).address);

  return tickCache;
}

/** Ticks of the last 60 days. */
export function addTickStore(domain: DomainStack, to: Record<'tickCache', ICallable>) {
  const tickStore = new SecuritiesService(domain, 'tick-store', {
    port: Port.grpc(9094),
    ...sized(domain, { cpu: Cpu.mhz(2500), memory: Memory.gib(4) }),
    ...instances(domain, { production: 4 }),
    // Each instance has a volume of its own, which a canary could not mount as well.
    rollout: Rollout.rolling(1),
  });

  const tickCache = tickStore.connectTo(to.tickCache, { limits: UpstreamLimits.of({ maxConnections: 64 }) });
  tickStore.addEnv('CACHE_ADDRESS', tickCache.address);

  tickStore.addEnv('DB_HOSTS', tickStore.connectTo(MySql).address);
  tickStore.addSecretEnv(VaultSecret.database('ticks-rw'), databaseLogin, { onChange: OnChange.restart() });

  tickStore.addVolume(
    'columns',
    domain.platform.environment.choose({ lab: Volume.host('tick-columns'), otherwise: Volume.csi('tick-columns', { perInstance: true }) }),
    '/ticks',
  );

  return tickStore;
}
