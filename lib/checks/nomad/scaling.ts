import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Between which counts an autoscaler may move a group. */
export const scaling: JobRule<'group'> = {
  code: 'NOMAD-SCALING',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, ScalingPolicy.Validate and TaskGroup.validateScalingPolicy',
  check({ job, group: { Scaling: policy, Count: count = 1 }, facts }, say) {
    if (policy === undefined) return;
    const { Min: min = count, Max: max = -1 } = policy;
    const type: string = policy.Type ?? 'horizontal';
    if (type !== 'horizontal' && facts.engines.edition === 'community')
      say('Scaling.Type', {
        message: 'a group is scaled by its count alone',
        value: show(type),
        limit: 'horizontal',
        fix: 'leave Type out',
      });
    if (max < 0) say('Scaling.Max', { message: 'nothing says how far the group may be scaled', limit: 'at least 0', fix: 'write Max' });
    else if (max < min)
      say('Scaling.Max', {
        message: 'the maximum is below the minimum',
        value: String(max),
        limit: `at least Min, ${String(min)}`,
        fix: 'raise Max, or lower Min',
      });
    else if (max < count)
      say('Scaling.Max', {
        message: 'the group begins above its maximum',
        value: String(max),
        limit: `at least Count, ${String(count)}`,
        fix: 'raise Max, or lower Count',
      });
    if (min < 0) say('Scaling.Min', { message: 'fewer allocations than none', value: String(min), limit: 'at least 0', fix: 'write Min' });
    const isDistributed = (job.Multiregion?.Regions ?? []).length > 0 && count === 0 && job.Region === 'global';
    if (count < min && !isDistributed)
      say('Scaling.Min', {
        message: 'the group begins below its minimum',
        value: String(min),
        limit: `at most Count, ${String(count)}`,
        fix: 'lower Min, or raise Count',
      });
  },
  trips: { Scaling: { Min: 5, Max: 3 } },
  passes: { Scaling: { Min: 1, Max: 4 } },
};
