import {
  Callers,
  Cpu,
  HealthCheck,
  JobPath,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
} from 'kumiki';
import { Kafka, QuoteVendor } from '../external/contracts';
import { instances, Priority, sized } from '../house';
import { pools } from '../platform';
import { FeedOverseas } from './contracts';

/** Decodes the exchange feed (FLEX Full) from the vendor line. */
export function addFeedJpx(domain: DomainStack) {
  const feedJpx = new SecuritiesService(domain, 'feed-jpx', {
    port: Port.tcp(7001),
    ports: { admin: Port.http(8081) },
    health: HealthCheck.http('/ready', { port: 'admin' }),
    ...sized(domain, { cpu: Cpu.mhz(6000), memory: Memory.gib(4) }),
    ...instances(domain, { production: 4 }),
    pool: pools(domain.platform.environment).lines,
    priority: Priority.trading,
    // A and B feed pairs: one side at a time.
    rollout: Rollout.rolling(1),
  });

  feedJpx.addEnv('FEED_ADDRESSES', feedJpx.connectTo(QuoteVendor).address);
  feedJpx.addSecretFile(VaultSecret.kv('vendor'), { file: 'vendor.login', fields: ['username', 'password'], onChange: OnChange.ignore() });

  feedJpx.job.override(
    JobPath.task('feed-jpx').config('ulimit'),
    domain.platform.environment.choose({ lab: [{ nofile: '16384:16384' }], otherwise: [{ nofile: '65536:65536', memlock: '-1:-1' }] }),
    {
      reason: 'the ring buffers it locks are larger than the limit of Docker',
    },
  );

  return feedJpx;
}

/** US prices and FX reference rates from the vendor. */
export function addFeedOverseas(domain: DomainStack) {
  const feedOverseas = new SecuritiesService(domain, 'feed-overseas', {
    contract: FeedOverseas,
    port: Port.tcp(7002),
    ports: { admin: Port.http(8081) },
    health: HealthCheck.http('/ready', { port: 'admin' }),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 2 }),
    pool: pools(domain.platform.environment).lines,
    priority: Priority.trading,
    // Two lines, one at a time.
    rollout: Rollout.rolling(1),
    callers: [Callers.service('fx-pricing')],
  });

  feedOverseas.addEnv('FEED_ADDRESSES', feedOverseas.connectTo(QuoteVendor).address);
  feedOverseas.addEnv('KAFKA_BROKERS', feedOverseas.connectTo(Kafka).address);
  feedOverseas.addSecretFile(VaultSecret.kv('vendor'), {
    file: 'vendor.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });

  return feedOverseas;
}
