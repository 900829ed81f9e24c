import type { Finding } from '../lib/problems';
import { Duration, integerProblem } from '../lib/values';
import {
  applyTimeout,
  renderLongRunningJob,
  rolloutTiming,
  rolloutTimingProblem,
  type GroupContext,
  type HealthCheck,
  type JobInput,
  type LongRunningProps,
  type ResolvedWorkload,
  type Rollout,
} from '../lib/workload';
import type { NomadJobProps } from './nomad-job';
import { Workload } from './workload';

/** A workload that runs all the time: services and workers. */
export abstract class LongRunning<P extends LongRunningProps> extends Workload<P> {
  /** Instances at the first deployment; an autoscaler may have changed it since. */
  get count(): number {
    return this.settings.count ?? this.settings.scaling?.min ?? 1;
  }

  /** How the platform sees that an instance works. */
  protected abstract get health(): HealthCheck | undefined;

  protected override groupContext(): GroupContext {
    return { ...super.groupContext(), health: this.health, shutdownDelay: this.#shutdownDelay };
  }

  protected override renderJob(input: JobInput): NomadJobProps {
    const { scaling } = this.settings;
    return {
      job: renderLongRunningJob({ ...input, count: this.count, scaling, rollout: this.#rollout, shutdownDelay: this.#shutdownDelay }),
      applyTimeout: applyTimeout(this.#rollout, this.count, this.health?.startup ?? Duration.zero),
    };
  }

  protected override findings(): Finding[] {
    const findings: Finding[] = [];
    const { scaling } = this.settings;
    const { kind } = this.#rollout;
    const count = integerProblem('count', this.count, 1, 10_000);
    if (count !== undefined) findings.push({ ...count, at: 'count' });
    if (scaling !== undefined && (this.count < scaling.min || this.count > scaling.max)) {
      findings.push({
        code: 'VALUE-CONFLICT',
        at: 'count',
        message: 'the count lies outside of the scaling range',
        value: String(this.count),
        limit: `${String(scaling.min)} to ${String(scaling.max)}`,
        fix: 'leave count out to begin at the minimum, or widen the range',
      });
    }
    if (kind.type === 'canary' && kind.canaries > this.count) {
      findings.push({
        code: 'NOMAD-ROLLOUT',
        at: 'rollout',
        message: 'there are more canaries than instances',
        value: String(kind.canaries),
        limit: String(this.count),
        fix: `use at most Rollout.canary(${String(this.count)})`,
      });
    }
    if (kind.type === 'stopThenStart' && (this.count > 1 || (scaling !== undefined && scaling.max > 1))) {
      findings.push({
        code: 'NOMAD-ROLLOUT',
        at: 'rollout',
        message: 'a single writer runs once',
        value: scaling === undefined ? `count ${String(this.count)}` : `scaling up to ${String(scaling.max)}`,
        limit: '1 instance',
        fix: 'set count to 1 and leave scaling out, or choose Rollout.rolling',
      });
    }
    const perInstance = [...this.group.volumes].filter(([, { volume }]) => volume.model.perAlloc).map(([name]) => name);
    if (perInstance.length > 0 && (kind.type === 'canary' || kind.type === 'blueGreen')) {
      findings.push({
        code: 'NOMAD-ROLLOUT',
        at: 'rollout',
        message: 'a volume for each instance cannot be at two instances, so there can be no canaries',
        value: perInstance.sort().join(', '),
        limit: 'Rollout.rolling or Rollout.stopThenStart',
        fix: 'use Rollout.rolling(1)',
      });
    }
    const timing = rolloutTimingProblem(rolloutTiming(this.#rollout.options, this.health?.startup ?? Duration.zero));
    if (timing !== undefined) findings.push(timing);
    const { options } = this.settings.placement ?? {};
    if (options?.distinctHosts === true && this.pool !== undefined && this.count > this.pool.servers) {
      findings.push({
        code: 'POOL-TOO-SMALL',
        at: 'placement',
        message: 'there are more instances than servers, and each wants one of its own',
        value: String(this.count),
        limit: `${String(this.pool.servers)} servers in ${this.pool.name}`,
        fix: 'lower count, or leave distinctHosts out',
      });
    }
    return findings;
  }

  get #rollout(): Rollout {
    return (this.settings as P & ResolvedWorkload & Required<Pick<LongRunningProps, 'rollout'>>).rollout;
  }

  get #shutdownDelay(): Duration {
    return (this.settings as P & ResolvedWorkload & Required<Pick<LongRunningProps, 'shutdownDelay'>>).shutdownDelay;
  }
}
