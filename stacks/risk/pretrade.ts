import {
  Callers,
  ConsulKey,
  Cpu,
  Duration,
  EnvoyExtension,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, ejectQuickly, instances, Priority, sized } from '../house';
import { PretradeRisk } from './contracts';

/** Fat finger, notional, speed limits before an order leaves. */
export function addPretradeRisk(domain: DomainStack, to: Record<'exposure' | 'riskLimits' | 'killSwitch', ICallable>) {
  const pretradeRisk = new SecuritiesService(domain, 'pretrade-risk', {
    contract: PretradeRisk,
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(3000), memory: Memory.gib(2) }),
    ...instances(domain, { production: 8, staging: 2, upTo: 24 }),
    priority: Priority.trading,
    callers: [Callers.service('order-validation', { may: ['check'] })],
    extensions: [
      EnvoyExtension.propertyOverride({
        resource: 'cluster',
        direction: 'outbound',
        path: '/upstream_connection_options/tcp_keepalive/keepalive_probes',
        value: 3,
        reason: 'a dead server has to be noticed within 3 seconds, while connections are idle',
      }),
    ],
  });

  pretradeRisk.connectTo(to.exposure, {
    allow: [GrpcRule.service('risk.v1.Exposure')],
    connectTimeout: Duration.milliseconds(200),
    outlierDetection: ejectQuickly,
  });
  pretradeRisk.connectTo(to.riskLimits, { allow: [HttpRule.get('/limits'), HttpRule.get(HttpPath.template('/limits/{id}'))] });
  pretradeRisk.connectTo(to.killSwitch, { allow: [HttpRule.get('/switch')] });

  pretradeRisk.readConfig(ConsulKey.own('thresholds'), { file: 'thresholds.json', onChange: OnChange.signal('SIGHUP') });
}

/** Limits and who approved them. */
export function addRiskLimits(domain: DomainStack) {
  const riskLimits = new SecuritiesService(domain, 'risk-limits', {
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 3 }),
    priority: Priority.trading,
  });

  riskLimits.addEnv('DB_HOSTS', riskLimits.connectTo(MySql).address);
  riskLimits.addSecretEnv(VaultSecret.database('risk-limits-rw'), databaseLogin, { onChange: OnChange.restart() });

  return riskLimits;
}
