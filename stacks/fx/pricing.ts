import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  GrpcRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { FxLiquidity } from '../external/contracts';
import { ejectQuickly, instances, Priority, sized } from '../house';
import { FeedOverseas } from '../market-data/contracts';
import { pools } from '../platform';
import { FxPricing } from './contracts';

/** Prices to customers with spread. */
export function addFxPricing(domain: DomainStack, to: Record<'lpGateway', ICallable>) {
  const fxPricing = new SecuritiesService(domain, 'fx-pricing', {
    contract: FxPricing,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 6, staging: 2, upTo: 18 }),
    priority: Priority.trading,
    callers: [Callers.service('valuations', { may: ['snapshot'] })],
  });

  fxPricing.connectTo(to.lpGateway, {
    allow: [GrpcRule.service('lp.v1.Prices')],
    connectTimeout: Duration.milliseconds(200),
    outlierDetection: ejectQuickly,
  });
  const feedOverseas = fxPricing.connectTo(FeedOverseas);
  fxPricing.addEnv('FEED_ADDRESS', feedOverseas.address);

  fxPricing.readConfig(ConsulKey.own('spreads'), { file: 'spreads.json', onChange: OnChange.signal('SIGHUP') });

  return fxPricing;
}

/** FIX sessions to liquidity providers. */
export function addLpGateway(domain: DomainStack) {
  const lpGateway = new SecuritiesService(domain, 'lp-gateway', {
    port: Port.grpc(9099),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 3 }),
    pool: pools(domain.platform.environment).lines,
    priority: Priority.trading,
    // Each FIX session belongs to one process.
    rollout: Rollout.rolling(1),
    // Prices and trades are streams that last from Monday to Saturday.
    requestTimeout: Duration.hours(144),
  });

  lpGateway.addEnv('LINE_ADDRESSES', lpGateway.connectTo(FxLiquidity).address);
  lpGateway.addSecretFile(VaultSecret.kv('sessions'), {
    file: 'sessions.login',
    fields: ['sender', 'password'],
    onChange: OnChange.ignore(),
  });
  lpGateway.addSecretFile(VaultSecret.pki('lp-line', { commonName: 'lp.lines.sec.internal', ttl: Duration.hours(72) }), {
    file: 'lp-line.pem',
    fields: ['certificate', 'ca_chain', 'private_key'],
    onChange: OnChange.signal('SIGHUP'),
  });

  return lpGateway;
}
