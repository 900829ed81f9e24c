import {
  Callers,
  ConsulKey,
  Cpu,
  HealthCheck,
  Memory,
  OnChange,
  Placement,
  Port,
  Rollout,
  SecuritiesService,
  type DomainStack,
} from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { instances, Priority, sized } from '../house';
import { KillSwitch } from './contracts';

/** Stops a client, a symbol or everything. */
export function addKillSwitch(domain: DomainStack) {
  const killSwitch = new SecuritiesService(domain, 'kill-switch', {
    contract: KillSwitch,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 3 }),
    priority: Priority.trading,
    // Never fewer than two, and never two in one rack.
    rollout: Rollout.rolling(1),
    placement: Placement.of({ maxPerRack: 1 }),
    callers: [
      Callers.service('operator-console', { may: ['throw'] }),
      Callers.service('order-router', { may: ['state'] }),
      Callers.service('preopen-check', { may: ['state'] }),
    ],
  });

  killSwitch.connectTo(AuditLog, { may: ['append'] });

  killSwitch.readConfig(ConsulKey.own('state'), { file: 'state.json', onChange: OnChange.signal('SIGHUP') });

  return killSwitch;
}
