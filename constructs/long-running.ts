import type { Finding } from '../lib/problems';
import { Duration, integerProblem } from '../lib/values';
import {
  applyTimeout,
  killTimeoutProblem,
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
import type { WorkloadJobProps } from './nomad-job';
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

  protected override renderJob(input: JobInput): WorkloadJobProps {
    const { scaling } = this.settings;
    const { probe } = this.health ?? {};
    return {
      ...(probe?.type === 'none' ? { noCheckReason: probe.reason } : {}),
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
    const timing = rolloutTiming(this.#rollout.options, this.health?.startup ?? Duration.zero);
    for (const problem of [rolloutTimingProblem(timing), killTimeoutProblem(timing, this.#killTimeouts())])
      if (problem !== undefined) findings.push(problem);
    return [...findings, ...this.#volumeFindings(), ...this.#placementFindings()];
  }

  #killTimeouts(): ReadonlyMap<string, Duration> {
    const { killTimeout } = this.settings;
    return new Map([...this.group.tasks].map(([name, { props }]) => [name, props.killTimeout ?? killTimeout]));
  }

  #volumeFindings(): Finding[] {
    const shared = [...this.group.volumes].filter(
      ([, { volume }]) => volume.model.type === 'csi' && !volume.model.readOnly && !volume.model.perAlloc,
    );
    if (shared.length === 0 || this.count === 1) return [];
    return [
      {
        code: 'NOMAD-RULE',
        at: 'count',
        message: 'a CSI volume that is written belongs to one instance, so the others would never start',
        value: `${String(this.count)} instances, ${shared
          .map(([name]) => name)
          .sort()
          .join(', ')}`,
        limit: '1 instance',
        fix: 'use Volume.csi(source, { perInstance: true }), or set count to 1',
      },
    ];
  }

  /** Instances, canaries among them, that could not all be placed. */
  #placementFindings(): Finding[] {
    const { distinctHosts = false, maxPerRack } = this.settings.placement?.options ?? {};
    const { pool } = this;
    if (pool === undefined) return [];
    const { kind } = this.#rollout;
    const canaries = kind.type === 'canary' ? kind.canaries : kind.type === 'blueGreen' ? this.count : 0;
    const peak = Math.max(this.count, this.settings.scaling?.max ?? 0) + canaries;
    const findings: Finding[] = [];
    const room = (most: number, limit: string): void => {
      if (peak <= most) return;
      findings.push({
        code: 'POOL-TOO-SMALL',
        at: 'placement',
        message: 'there are more instances at the peak of a roll-out than places for them',
        value: `${String(peak - canaries)} instances and ${String(canaries)} canaries`,
        limit,
        fix: 'lower count or scaling, use Rollout.rolling, or loosen the placement',
      });
    };
    if (distinctHosts) room(pool.servers, `${String(pool.servers)} servers in ${pool.name}, one instance each`);
    if (maxPerRack !== undefined)
      room(maxPerRack * pool.racks, `${String(maxPerRack)} in each of ${String(pool.racks)} racks of ${pool.name}`);
    return findings;
  }

  get #rollout(): Rollout {
    return (this.settings as P & ResolvedWorkload & Required<Pick<LongRunningProps, 'rollout'>>).rollout;
  }

  get #shutdownDelay(): Duration {
    return (this.settings as P & ResolvedWorkload & Required<Pick<LongRunningProps, 'shutdownDelay'>>).shutdownDelay;
  }
}
