import { Callers, Cpu, HealthCheck, Memory, Port, Rollout, SecuritiesService, Volume, type DomainStack } from 'kumiki';
import { instances, sized } from '../house';
import { ModelStore } from './contracts';

/** Model files and large reference files. */
export function addModelStore(domain: DomainStack) {
  const modelStore = new SecuritiesService(domain, 'model-store', {
    contract: ModelStore,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.gib(1) }),
    ...instances(domain, { production: 2 }),
    // Each instance has a volume of its own, which a canary could not mount as well.
    rollout: Rollout.rolling(1),
    callers: [Callers.service('login-risk', { may: ['fetch'] })],
  });

  modelStore.addVolume(
    'models',
    domain.platform.environment.choose({ lab: Volume.host('models'), otherwise: Volume.csi('models', { perInstance: true }) }),
    '/models',
  );
}
