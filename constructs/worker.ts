import type { Construct } from 'constructs';
import type { Finding } from '../lib/problems';
import { LONG_RUNNING_DEFAULTS, type HealthCheck, type WorkerProps } from '../lib/workload';
import { LongRunning } from './long-running';
import { WORKER_PROPS } from './prop-names';

/**
 * A workload without an inbound port: it calls and consumes, nobody calls it. It has a sidecar as soon as it calls
 * through the mesh.
 * @example new Worker(this, 'fills', { count: 2, cpu: Cpu.mhz(300), memory: Memory.mib(256) })
 */
export class Worker extends LongRunning<WorkerProps> {
  /** Adds the worker to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, {
      kind: 'worker',
      props,
      known: WORKER_PROPS,
      required: ['cpu', 'memory'],
      defaults: LONG_RUNNING_DEFAULTS,
      protocol: undefined,
    });
  }

  protected override get health(): HealthCheck | undefined {
    return this.settings.health;
  }

  protected override findings(): Finding[] {
    const findings = super.findings();
    const probe = this.settings.health?.probe.type;
    if (probe === 'http' || probe === 'grpc') {
      findings.push({
        code: 'VALUE-INVALID',
        at: 'health',
        message: 'a worker has no port to ask',
        value: `HealthCheck.${probe}`,
        limit: 'HealthCheck.script or HealthCheck.none',
        fix: "HealthCheck.script('/app/healthy'), or make it a SecuritiesService",
      });
    }
    return findings;
  }
}
