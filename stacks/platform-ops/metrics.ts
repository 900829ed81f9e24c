import {
  Cpu,
  HealthCheck,
  HttpRule,
  Memory,
  NodeAgent,
  OnChange,
  Placement,
  Port,
  Rollout,
  SecuritiesService,
  VaultSecret,
  Volume,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { instances, sized } from '../house';

/** Metrics of every server, in Prometheus. */
export function addMetricsStore(domain: DomainStack) {
  const metricsStore = new SecuritiesService(domain, 'metrics-store', {
    port: Port.http(8080),
    health: HealthCheck.http('/-/healthy'),
    ...sized(domain, { cpu: Cpu.mhz(4000), memory: Memory.gib(16) }),
    ...instances(domain, { production: 3 }),
    // Local time series database: one process per directory.
    rollout: Rollout.rolling(1),
    // The volume is one directory of one server.
    placement: Placement.of({ distinctHosts: true }),
  });

  metricsStore.addVolume('series', Volume.host('metrics-disk'), '/prometheus');

  return metricsStore;
}

/** Collects the metrics of its server and pushes them: a pull from one place would need every metrics port open to the network. */
export function addMetricsAgent(domain: DomainStack, to: Record<'metricsStore', ICallable>) {
  const metricsAgent = new NodeAgent(domain, 'metrics-agent', {
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
  });

  metricsAgent.connectTo(to.metricsStore, { allow: [HttpRule.post('/api/v1/write')] });

  metricsAgent.addSecretFile(VaultSecret.kv('nomad'), { file: 'nomad.key', fields: ['key'], onChange: OnChange.ignore() });

  // The client on the agent's own server.
  metricsAgent.addEnv('CLIENT_METRICS_URL', 'https://${attr.unique.network.ip-address}:4646/v1/metrics');
}
