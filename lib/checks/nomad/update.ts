import type { ApiJson, UpdateStrategy } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

const HEALTH_CHECKS = ['checks', 'task_states', 'manual'];

/** How a new version of a group replaces the old one. */
export const update: JobRule<'group'> = {
  code: 'NOMAD-UPDATE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, UpdateStrategy.Validate and TaskGroup.Validate',
  check({ job: { Type: type }, group: { Update: strategy } }, say) {
    if (strategy === undefined) return;
    if (type !== 'service' && type !== 'system')
      say('Update', {
        message: 'only service and system jobs are rolled out',
        value: show(type),
        limit: 'service, system',
        fix: 'remove it',
      });
    checkNumbers(strategy, say);
    checkTimes(strategy, say);
  },
  trips: { Update: { HealthyDeadline: 600_000_000_000, ProgressDeadline: 300_000_000_000 } },
  passes: { Update: { HealthyDeadline: 300_000_000_000, ProgressDeadline: 600_000_000_000 } },
};

function checkNumbers(strategy: ApiJson<UpdateStrategy>, say: Say): void {
  const { MaxParallel: parallel = 0, Canary: canary = 0, AutoPromote: promote = false } = strategy;
  const health: string = strategy.HealthCheck ?? '';
  if (!HEALTH_CHECKS.includes(health)) {
    const limit = HEALTH_CHECKS.join(', ');
    say('Update.HealthCheck', {
      message: 'Nomad does not tell in this way whether an allocation is healthy',
      value: show(health),
      limit,
      fix: 'write one of them',
    });
  }
  const negative = (field: string, value: number): void =>
    say(`Update.${field}`, {
      message: 'fewer allocations than none',
      value: String(value),
      limit: 'at least 0',
      fix: `write a number of allocations, or leave ${field} out`,
    });
  if (parallel < 0) negative('MaxParallel', parallel);
  if (canary < 0) negative('Canary', canary);
  if (canary === 0 && promote) {
    say('Update.AutoPromote', {
      message: 'there are no canaries to promote',
      value: 'true',
      limit: 'a Canary of at least 1',
      fix: 'write a number of canaries, or remove AutoPromote',
    });
  }
}

function checkTimes(strategy: ApiJson<UpdateStrategy>, say: Say): void {
  const { MinHealthyTime: healthy = 0, HealthyDeadline: deadline = 0, ProgressDeadline: progress = 0, Stagger: stagger = 0 } = strategy;
  const wrong = (field: string, value: number, message: string, limit: string, fix: string): void =>
    say(`Update.${field}`, { message, value: shownDuration(value), limit, fix });
  if (healthy < 0)
    wrong('MinHealthyTime', healthy, 'a time that ends before it begins', 'at least 0', 'write how long an allocation has to be healthy');
  if (deadline <= 0)
    wrong(
      'HealthyDeadline',
      deadline,
      'no time to become healthy',
      'more than 0',
      'write how long an allocation may take to become healthy',
    );
  else if (healthy >= deadline)
    wrong(
      'MinHealthyTime',
      healthy,
      'no allocation is healthy so long before its deadline',
      `less than HealthyDeadline, ${shownDuration(deadline)}`,
      'shorten MinHealthyTime, or lengthen HealthyDeadline',
    );
  if (progress < 0)
    wrong('ProgressDeadline', progress, 'a time that ends before it begins', 'at least 0', 'write how long the roll-out may stand still');
  else if (progress !== 0 && deadline >= progress)
    wrong(
      'HealthyDeadline',
      deadline,
      'the roll-out fails before an allocation has had its time',
      `less than ProgressDeadline, ${shownDuration(progress)}`,
      'shorten HealthyDeadline, or lengthen ProgressDeadline',
    );
  if (stagger <= 0) wrong('Stagger', stagger, 'no time between two steps', 'more than 0', 'leave Stagger out');
}
